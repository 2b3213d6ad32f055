package dev.lockstep.console.gateway;

import dev.lockstep.console.tokens.Grant;
import org.jspecify.annotations.Nullable;

/** Holds tokens that are limited to some apps to these. */
public final class Scopes {
    private Scopes() {
    }

    static boolean admits(Grant grant, Route route, String path, @Nullable String query) {
        if (!grant.isLimited() || route.scope() == Route.Scope.COMMON) {
            return true;
        }
        String app = route.app(path, query);
        return app != null && grant.sees(app);
    }
}
