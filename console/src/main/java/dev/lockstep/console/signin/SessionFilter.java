package dev.lockstep.console.signin;

import dev.lockstep.console.tokens.Grant;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Puts the person whose cookie came along into the security context. */
public final class SessionFilter extends OncePerRequestFilter {
    private final Sessions sessions;

    public SessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String cookie = SessionCookie.read(request);
        if (cookie != null) {
            sessions.find(cookie).ifPresent(grant -> admit(request, grant));
        }
        chain.doFilter(request, response);
    }

    private static void admit(HttpServletRequest request, Grant grant) {
        grant.attach(request);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(grant.caller(), null, AuthorityUtils.NO_AUTHORITIES));
        SecurityContextHolder.setContext(context);
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
