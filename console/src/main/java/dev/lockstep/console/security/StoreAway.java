package dev.lockstep.console.security;

import dev.lockstep.kit.consume.Outage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who a caller is stands in the store: without it the answer is "later", not "you are nobody" and not a fault of ours. */
final class StoreAway extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(StoreAway.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException e) {
            if (!Outage.isOutage(e) || response.isCommitted()) {
                throw e;
            }
            log.atWarn().addKeyValue("fault", e.getClass().getName()).log("store or broker away");
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }
}
