package dev.lockstep.ingest;

import dev.lockstep.ingest.fact.Facts;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.ingest.source.SourceKeyAuthenticator;
import dev.lockstep.ingest.source.Sources;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** What all routes do that take input: who may post here, is there room, how large is it. */
public final class Posting {
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Sources sources;
    private final Gate gate;
    private final Clock clock;

    public Posting(Sources sources, Gate gate, Clock clock) {
        this.sources = sources;
        this.gate = gate;
        this.clock = clock;
    }

    /** @throws Problem 403 for another source's key, 404 for no such source, 429 while the mapping service is too far behind */
    public Source admit(String id, HttpServletRequest request, HttpServletResponse response) {
        Source source = SourceKeyAuthenticator.authenticated(request).filter(own -> own.id().equals(id)).orElseGet(() -> find(id));
        if (!gate.isOpen()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            throw new Problem(HttpStatus.TOO_MANY_REQUESTS, "backlog", "More changes wait than this installation takes at a time; nothing was accepted.",
                    "Send the same request again after the seconds in Retry-After.", List.of());
        }
        return source;
    }

    /** The source, if the caller is it or an administrator, operator or auditor by the route's roles. */
    public Source find(String id) {
        Caller caller = Caller.current();
        if (!caller.has(Role.ADMIN) && caller.has(Role.SOURCE) && !SourceKeyAuthenticator.is(caller, id)) {
            throw Problem.forbidden("This key belongs to another source.", "Use the key of the source that you post to.");
        }
        return sources.find(id).orElseThrow(() -> Problem.notFound("This source", "GET /api/v1/sources lists the sources."));
    }

    /** An administrator who posts in a source's place is on record. */
    public List<Outgoing> onRecord(Source source, String what) {
        Caller caller = Caller.current();
        return SourceKeyAuthenticator.is(caller, source.id()) ? List.of()
                : List.of(Facts.admin(source.id(), caller.subject(), clock.instant(), "Posted to source " + source.id(), List.of(), Map.of("what", what)));
    }

    /** @throws Problem 413 */
    public static byte[] body(HttpServletRequest request, int limit) throws IOException {
        try (InputStream in = request.getInputStream()) {
            byte[] body = request.getContentLengthLong() > limit ? new byte[limit + 1] : in.readNBytes(limit + 1);
            if (body.length > limit) {
                throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "too-large", "A request has at most " + (limit >> 20) + " MiB.",
                        "Send several smaller requests, or a CSV file.", List.of());
            }
            return body;
        }
    }
}
