package dev.lockstep.console.gateway;

import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Problem;
import org.jspecify.annotations.Nullable;

/** Holds tokens that are limited to some apps to these. */
public final class Scopes {
    static final String CODE = "app-not-admitted";
    static final String DETAIL = "Your token is limited to some apps, and this request is not about one of them alone.";
    static final String NEXT = "Name one of your apps (app=...), or ask an administrator for a token without limits.";

    private Scopes() {
    }

    static boolean admits(Grant grant, Route route, String path, @Nullable String query) {
        if (!grant.isLimited() || route.scope() == Route.Scope.COMMON) {
            return true;
        }
        String app = route.app(path, query);
        return app != null && grant.sees(app);
    }

    /** @throws Problem 403 when the grant does not reach this route */
    public static void require(Grant grant, String path, @Nullable String query) {
        if (!Route.of(path).map(route -> admits(grant, route, path, query)).orElse(false)) {
            throw Problem.forbidden(DETAIL, NEXT);
        }
    }

    /** @throws Problem 403 when the grant does not reach this app */
    public static void requireApp(Grant grant, String app) {
        if (!grant.sees(app)) {
            throw Problem.forbidden(DETAIL, NEXT);
        }
    }
}
