package dev.lockstep.bench;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the audit trail says about a stream. */
final class Trail {

    private Trail() {
    }

    /** From accepted to confirmed, in milliseconds, of each change of the phase that was written to the app, by {@link People#cause}. */
    static Map<String, Long> latencies(Lockstep lockstep, String app, Instant since, String phase) {
        Map<String, Long> found = new HashMap<>();
        @Nullable String cursor = null;
        do {
            JsonNode page = lockstep.updates(app, since, cursor);
            LatencySection.collect(page, phase, found);
            cursor = page.path("nextCursor").isString() ? page.path("nextCursor").stringValue() : null;
        } while (cursor != null);
        return found;
    }
}
