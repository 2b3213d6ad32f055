package dev.lockstep.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import dev.lockstep.kit.consume.Outage;

/** Every error of every route, as {@code application/problem+json} with {@code code}, {@code detail}, {@code next} and {@code requestId}. */
@RestControllerAdvice
public final class Problems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler(Problem.class)
    ResponseEntity<Object> problem(Problem problem, HttpServletRequest request) {
        return answer(problem.status(), problem.code(), String.valueOf(problem.getMessage()), problem.next(), problem.errors(), RequestId.of(request));
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> unexpected(Exception failure, HttpServletRequest request) {
        String id = RequestId.of(request);
        if (Outage.isOutage(failure)) {
            log.atWarn().addKeyValue("requestId", id).addKeyValue("fault", failure.getClass().getName()).log("store or broker away");
            return answer(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The store or the broker does not answer; nothing was accepted.",
                    "Repeat the same request later; it is safe to repeat.", List.of(), id);
        }
        log.atError().addKeyValue("requestId", id).addKeyValue("fault", failure.getClass().getName())
                .addKeyValue("at", failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]).log("request failed");
        log.debug("request {} failed", id, failure);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "The service failed on this request.",
                "Quote the request id to the operator of this installation.", List.of(), id);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception ex, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        HttpStatus known = HttpStatus.valueOf(status.value());
        String code = switch (known) {
            case BAD_REQUEST -> "malformed";
            case NOT_FOUND -> "not-found";
            case METHOD_NOT_ALLOWED -> "method-not-allowed";
            case UNSUPPORTED_MEDIA_TYPE -> "unsupported-media-type";
            case NOT_ACCEPTABLE -> "not-acceptable";
            case CONTENT_TOO_LARGE -> "too-large";
            default -> "refused";
        };
        ResponseEntity<Object> answer = answer(known, code, known.getReasonPhrase() + ": the request cannot be read as this route expects it.",
                "Compare the request with the API description at /api/v1/openapi.json.", List.of(), RequestId.of(servlet));
        return ResponseEntity.status(answer.getStatusCode()).headers(headers).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(answer.getBody());
    }

    private static ResponseEntity<Object> answer(
            HttpStatus status, String code, String detail, String next, List<Problem.Detail> errors, String requestId) {
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body(status, code, detail, next, errors, requestId));
    }

    /** The members of a problem document. */
    public static Map<String, Object> body(
            HttpStatus status, String code, String detail, String next, List<Problem.Detail> errors, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("code", code);
        body.put("detail", detail);
        body.put("next", next);
        body.put("requestId", requestId);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        return body;
    }
}
