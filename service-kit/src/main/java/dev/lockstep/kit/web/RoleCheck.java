package dev.lockstep.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Admits a caller to a route only if the route's {@link Allowed} names one of the caller's roles. */
final class RoleCheck implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.getBeanType().getName().startsWith("dev.lockstep.")) {
            Allowed allowed = method.getMethodAnnotation(Allowed.class);
            Caller caller = Caller.current();
            boolean admitted = allowed != null
                    && (caller.has(Role.ADMIN) || Arrays.stream(allowed.value()).anyMatch(caller::has));
            if (!admitted) {
                throw Problem.forbidden("Your role does not admit this route.", "Ask an administrator for a token with a role that does.");
            }
        }
        return true;
    }
}
