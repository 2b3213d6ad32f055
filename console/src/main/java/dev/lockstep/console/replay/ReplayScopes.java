package dev.lockstep.console.replay;

import dev.lockstep.console.gateway.Scopes;
import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Problem;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Holds tokens that are limited to some apps to failures and replays of these; parked messages belong to no app, so to none of them. */
public final class ReplayScopes {
    private ReplayScopes() {
    }

    /** @throws Problem 403 when it reaches further than the grant */
    public static void require(@Nullable Grant grant, FailureFilter filter) {
        require(grant, filter.app() == null ? List.of() : List.of(filter.app()));
    }

    /** @throws Problem 403 when it reaches further than the grant */
    public static void require(@Nullable Grant grant, Selection selection) {
        require(grant, selection.apps());
    }

    /** @throws Problem 403 when it reaches further than the grant */
    public static void require(@Nullable Grant grant, JsonNode replay) {
        require(grant, Replays.apps(replay));
    }

    /** @param apps empty when it can be any */
    private static void require(@Nullable Grant grant, Collection<String> apps) {
        if (grant == null || !grant.isLimited()) {
            return;
        }
        // No app has an empty name: what spans all apps is refused.
        (apps.isEmpty() ? List.of("") : apps).forEach(app -> Scopes.requireApp(grant, app));
    }
}
