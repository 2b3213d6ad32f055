package dev.lockstep.console.security;

import dev.lockstep.kit.web.Problems;
import dev.lockstep.kit.web.RequestId;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;

/** What filters and the container refuse is told in the same form as everything else. */
@Component
class ProblemAttributes extends DefaultErrorAttributes {
    private record Said(String code, String detail, String next) {
    }

    @Override
    public Map<String, @Nullable Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE, RequestAttributes.SCOPE_REQUEST);
        HttpStatus known = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        HttpStatus status = known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
        Said said = said(status);
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        return Problems.body(status, said.code(), said.detail(), said.next(), List.of(), RequestId.of(servlet));
    }

    private static Said said(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> new Said("malformed", "The address or a header has characters that are not accepted.", "Correct the request and send it again.");
            case FORBIDDEN -> new Said("forbidden", "The form was not accepted: it is too old, or did not come from a page of this console.", "Load the page again and repeat what you did.");
            case SERVICE_UNAVAILABLE -> new Said("unavailable", "The store or the broker does not answer; nothing was changed.", "Repeat the same request in a moment.");
            case NOT_FOUND -> new Said("not-found", "There is nothing at this address.", "Go back to the list of apps.");
            default -> new Said("internal", "The console failed on this request.", "Quote the request id to the operator of this installation.");
        };
    }
}
