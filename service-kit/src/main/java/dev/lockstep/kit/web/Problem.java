package dev.lockstep.kit.web;

import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * An answer that tells what went wrong, why, and what to do next (RFC 9457). No secret and no personal value in any text.
 */
public final class Problem extends RuntimeException {
    private final HttpStatus status;
    private final String code;
    private final String next;
    private final List<Detail> errors;

    /** @param pointer JSON pointer or parameter name of the offending place */
    public record Detail(String pointer, String code, String message) {
    }

    public Problem(HttpStatus status, String code, String detail, String next, List<Detail> errors) {
        super(detail);
        this.status = status;
        this.code = code;
        this.next = next;
        this.errors = List.copyOf(errors);
    }

    public static Problem badRequest(String code, String detail, String next) {
        return new Problem(HttpStatus.BAD_REQUEST, code, detail, next, List.of());
    }

    public static Problem invalid(String detail, String next, List<Detail> errors) {
        return new Problem(HttpStatus.BAD_REQUEST, "invalid", detail, next, errors);
    }

    public static Problem notFound(String what, String next) {
        return new Problem(HttpStatus.NOT_FOUND, "not-found", what + " does not exist.", next, List.of());
    }

    public static Problem conflict(String code, String detail, String next) {
        return new Problem(HttpStatus.CONFLICT, code, detail, next, List.of());
    }

    public static Problem forbidden(String detail, String next) {
        return new Problem(HttpStatus.FORBIDDEN, "forbidden", detail, next, List.of());
    }

    public static Problem unavailable(String code, String detail, String next) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, code, detail, next, List.of());
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String next() {
        return next;
    }

    public List<Detail> errors() {
        return errors;
    }
}
