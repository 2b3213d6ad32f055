package dev.lockstep.console.security;

import dev.lockstep.console.signin.SignInFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Leads to the sign-in page, and from there back. A part of a page that htmx loads takes the whole page there. */
final class ToSignIn implements AuthenticationEntryPoint {
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
        if (request.getHeader("HX-Request") != null) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("HX-Redirect", SignInFilter.SIGN_IN);
            return;
        }
        String wanted = request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        boolean worthReturning = request.getMethod().equals("GET") && !wanted.equals("/");
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", SignInFilter.SIGN_IN
                + (worthReturning ? "?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8) : ""));
    }
}
