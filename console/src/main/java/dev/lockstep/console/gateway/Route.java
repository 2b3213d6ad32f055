package dev.lockstep.console.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which service owns a path. Paths are compared as they were sent, before any decoding: an address in disguise matches
 * nothing, or only the rule with fewer rights.
 *
 * @param service the owner
 * @param maxBody most bytes of a request's body
 * @param patience how long the owner may be silent
 * @param sourceKeys whether the owner checks source keys itself, so that a bearer unknown here passes through
 * @param scope which tokens that are limited to apps may use it
 */
public record Route(Service service, Pattern path, long maxBody, Duration patience, boolean sourceKeys, Scope scope) {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** What a token that is limited to some apps may do with a route. */
    public enum Scope {
        /** The first path variable is the app. */
        APP_IN_PATH,
        /** The query names exactly one app. */
        APP_IN_QUERY,
        /** The same for everybody. */
        COMMON,
        /** Spans apps, so a limited token has no access. */
        ALL_APPS
    }

    private static final List<Route> TABLE = List.of(
            to(Service.INGEST, "/api/v1/sources/[^/]+/(?:events|bulkUpload)", 10 * MIB, LONG, true, Scope.ALL_APPS),
            to(Service.INGEST, "/api/v1/sources/[^/]+/files", 200 * MIB, LONG, true, Scope.ALL_APPS),
            to(Service.INGEST, "/api/v1/sources/[^/]+/uploads/[^/]+", 64 * KIB, USUAL, true, Scope.ALL_APPS),
            // What a source said is decided anew by mapping.
            to(Service.MAPPING, "/api/v1/sources/[^/]+/reprocess", 64 * KIB, LONG, false, Scope.ALL_APPS),
            to(Service.INGEST, "/api/v1/sources(?:/.*)?", MIB, USUAL, false, Scope.ALL_APPS),
            to(Service.WRITER, "/api/v1/apps/([^/]+)/connection-test", MIB, LONG, false, Scope.APP_IN_PATH),
            to(Service.WRITER, "/api/v1/apps/([^/]+)/reconciliations(?:/.*)?", 64 * KIB, USUAL, false, Scope.APP_IN_PATH),
            to(Service.WRITER, "/api/v1/accounts", 64 * KIB, USUAL, false, Scope.APP_IN_QUERY),
            to(Service.WRITER, "/api/v1/failures/codes", 64 * KIB, USUAL, false, Scope.COMMON),
            to(Service.WRITER, "/api/v1/failures", 64 * KIB, USUAL, false, Scope.APP_IN_QUERY),
            to(Service.WRITER, "/api/v1/waiting", 64 * KIB, USUAL, false, Scope.APP_IN_QUERY),
            to(Service.WRITER, "/api/v1/holds", 64 * KIB, USUAL, false, Scope.APP_IN_QUERY),
            to(Service.WRITER, "/api/v1/holds/(?:release|reject)", MIB, LONG, false, Scope.ALL_APPS),
            to(Service.AUDIT, "/api/v1/activities(?:/export)?", 64 * KIB, LONG, false, Scope.APP_IN_QUERY),
            to(Service.AUDIT, "/api/v1/webhook-key", 64 * KIB, USUAL, false, Scope.COMMON),
            to(Service.AUDIT, "/api/v1/activities/.*", 64 * KIB, USUAL, false, Scope.ALL_APPS),
            to(Service.MAPPING, "/api/v1/gallery", 64 * KIB, USUAL, false, Scope.COMMON),
            to(Service.MAPPING, "/api/v1/expressions/.*", MIB, USUAL, false, Scope.COMMON),
            to(Service.MAPPING, "/api/v1/directory/.*", MIB, USUAL, false, Scope.ALL_APPS),
            to(Service.MAPPING, "/api/v1/replays(?:/.*)?", 64 * KIB, USUAL, false, Scope.ALL_APPS),
            to(Service.MAPPING, "/api/v1/parked(?:/.*)?", MIB, LONG, false, Scope.ALL_APPS),
            to(Service.MAPPING, "/api/v1/apps", MIB, USUAL, false, Scope.ALL_APPS),
            // A save counts, person by person, whom it concerns.
            to(Service.MAPPING, "/api/v1/apps/([^/]+)/schema(?:/.*)?", 4 * MIB, LONG, false, Scope.APP_IN_PATH),
            to(Service.MAPPING, "/api/v1/apps/([^/]+)(?:/.*)?", 4 * MIB, USUAL, false, Scope.APP_IN_PATH));

    private static Route to(Service service, String path, long maxBody, Duration patience, boolean sourceKeys, Scope scope) {
        return new Route(service, Pattern.compile(path), maxBody, patience, sourceKeys, scope);
    }

    /** @param path as it was sent, without the query */
    public static Optional<Route> of(String path) {
        return TABLE.stream().filter(route -> route.path.matcher(path).matches()).findFirst();
    }

    /** The app that the request is about; null when it names none, or several. */
    public @Nullable String app(String path, @Nullable String query) {
        return switch (scope) {
            case APP_IN_PATH -> {
                Matcher matcher = this.path.matcher(path);
                yield matcher.matches() ? matcher.group(1) : null;
            }
            case APP_IN_QUERY -> onlyApp(query);
            case COMMON, ALL_APPS -> null;
        };
    }

    private static @Nullable String onlyApp(@Nullable String query) {
        List<String> named = query == null ? List.of() : List.of(query.split("&")).stream()
                // A name in disguise (%61pp=) could be a second app to the service.
                .filter(pair -> pair.startsWith("app=") || pair.startsWith("%")).toList();
        return named.size() == 1 && named.getFirst().startsWith("app=") ? named.getFirst().substring("app=".length()) : null;
    }
}
