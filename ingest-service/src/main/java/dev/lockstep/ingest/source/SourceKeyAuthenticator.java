package dev.lockstep.ingest.source;

import dev.lockstep.kit.web.BearerAuthenticator;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows a source by its key. Asks the store every time, so that a replaced key stops at once on every replica. */
public final class SourceKeyAuthenticator implements BearerAuthenticator {
    private static final String SUBJECT = "source:";
    private static final String ATTRIBUTE = SourceKeyAuthenticator.class.getName();
    /** A note of the last use is taken at most this often. */
    private static final Duration COARSE = Duration.ofMinutes(1);

    private final Sources sources;
    private final Clock clock;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    public SourceKeyAuthenticator(Sources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> authenticate(String bearer, HttpServletRequest request) {
        if (!SourceKey.wellFormed(bearer)) {
            return Optional.empty();
        }
        Optional<Source> source = sources.byKey(SourceKey.hash(bearer));
        source.ifPresent(known -> {
            noteUse(known.id());
            request.setAttribute(ATTRIBUTE, known);
        });
        return source.map(known -> new Caller(SUBJECT + known.id(), Set.of(Role.SOURCE)));
    }

    private void noteUse(String source) {
        Instant now = clock.instant();
        Instant last = noted.get(source);
        if (last == null || last.plus(COARSE).isBefore(now)) {
            noted.put(source, now);
            sources.used(source, now);
        }
    }

    /** The source whose key came with the request, so that nobody has to ask the store again. */
    public static Optional<Source> authenticated(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Source source ? Optional.of(source) : Optional.empty();
    }

    /** Whether this caller is this source. */
    public static boolean is(Caller caller, String source) {
        return caller.subject().equals(SUBJECT + source) && caller.has(Role.SOURCE);
    }
}
