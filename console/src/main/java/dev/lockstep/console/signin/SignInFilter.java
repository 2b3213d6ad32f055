package dev.lockstep.console.signin;

import dev.lockstep.console.audit.Ledger;
import dev.lockstep.console.tokens.Grant;
import dev.lockstep.console.tokens.Tokens;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.web.RequestId;
import dev.lockstep.kit.web.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signing in with an API token, and out. Each try is recorded; an unrecorded one does not succeed. Answers only redirect, so
 * that nobody can tell a refused token from a missing one.
 */
public final class SignInFilter extends OncePerRequestFilter {
    public static final String SIGN_IN = "/sign-in";
    public static final String SIGN_OUT = "/sign-out";
    private static final String HOME = "/apps";

    private final Tokens tokens;
    private final Sessions sessions;
    private final AttemptLimit limit;
    private final Ledger ledger;
    private final CsrfTokenRepository forgeryTokens;

    public SignInFilter(Tokens tokens, Sessions sessions, AttemptLimit limit, Ledger ledger, CsrfTokenRepository forgeryTokens) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.limit = limit;
        this.ledger = ledger;
        this.forgeryTokens = forgeryTokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getMethod().equals("POST")) {
            chain.doFilter(request, response);
        } else if (request.getRequestURI().equals(SIGN_IN)) {
            redirect(response, signIn(request, response));
        } else if (request.getRequestURI().equals(SIGN_OUT)) {
            signOut(request, response);
            redirect(response, SIGN_IN + "?signedOut");
        } else {
            chain.doFilter(request, response);
        }
    }

    private String signIn(HttpServletRequest request, HttpServletResponse response) {
        String to = localPath(request.getParameter("to"));
        String again = SIGN_IN + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
        String address = request.getRemoteAddr();
        if (!limit.admits(address)) {
            return again + "&wait";
        }
        String text = Optional.ofNullable(request.getParameter("token")).map(String::strip).orElse("");
        try {
            Optional<Grant> grant = tokens.authenticate(text);
            if (grant.isEmpty() || grant.get().caller().has(Role.SOURCE)) {
                limit.failed(address);
                ledger.signInRefused(RequestId.of(request), grant.isEmpty() ? "unknown-token" : "role-not-admitted",
                        grant.isEmpty() ? "The token is unknown, deleted or expired." : "A source's token opens no pages.");
                return again + (grant.isEmpty() ? "&refused" : "&source");
            }
            signOut(request, response);
            SessionCookie.write(request, response, sessions.open(grant.get(), text));
            forgeryTokens.saveToken(null, request, response);
            limit.succeeded(address);
            return to;
        } catch (NotPublished e) {
            return again + "&unavailable";
        }
    }

    private void signOut(HttpServletRequest request, HttpServletResponse response) {
        String cookie = SessionCookie.read(request);
        if (cookie != null) {
            sessions.end(cookie);
            SessionCookie.clear(request, response);
        }
    }

    /** Only a path on this host: anything else could lead a person who has just signed in to somebody else's page. */
    static String localPath(@Nullable String wanted) {
        boolean local = wanted != null && wanted.startsWith("/") && !wanted.startsWith("//") && wanted.indexOf('\\') < 0
                && wanted.chars().noneMatch(c -> c < ' ') && !wanted.startsWith(SIGN_IN);
        return local ? wanted : HOME;
    }

    private static void redirect(HttpServletResponse response, String to) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", to);
    }
}
