package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Problems;
import dev.lockstep.kit.web.RequestId;
import dev.lockstep.mapping.schema.UnusableSchema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** An unusable schema as problem details whose {@code errors} say more than usual: position, caret, what was expected, what was meant. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SchemaRefusals {
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unusable(UnusableSchema refused, HttpServletRequest request) {
        Map<String, Object> body = Problems.body(HttpStatus.BAD_REQUEST, "invalid", "The schema cannot be used; nothing was changed.",
                "Correct the places that are named, then send it again.", List.of(), RequestId.of(request));
        body.put("errors", refused.problems());
        return ResponseEntity.badRequest().contentType(MediaType.APPLICATION_PROBLEM_JSON).body(body);
    }
}
