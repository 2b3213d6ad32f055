package dev.lockstep.console.gateway;

import dev.lockstep.kit.web.Problem;

/** A service gave no answer. */
public final class Unreachable {
    static final String CODE = "service-unavailable";
    static final String NEXT = "Repeat the request in a moment; when it goes on, see which services are ready with GET /api/v1/status.";

    private Unreachable() {
    }

    static String detail(Service service) {
        return "The " + service.label() + " service does not answer.";
    }

    public static Problem problem(Service service) {
        return Problem.unavailable(CODE, detail(service), NEXT);
    }
}
