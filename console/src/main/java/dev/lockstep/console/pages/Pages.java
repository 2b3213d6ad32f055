package dev.lockstep.console.pages;

import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Problem;
import jakarta.servlet.http.HttpServletRequest;

/** What all pages share. */
final class Pages {
    private Pages() {
    }

    /** The grant of the person who is signed in. */
    static Grant grant(HttpServletRequest request) {
        Grant grant = Grant.of(request);
        if (grant == null) {
            throw Problem.forbidden("You are not signed in.", "Sign in with an API token.");
        }
        return grant;
    }
}
