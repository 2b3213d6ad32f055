package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row.Progress;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an account shows of who made it. */
final class Traces {
    /** Clocks of two machines differ. */
    private static final long CLOCKS_DIFFER_MILLIS = 60_000;

    private Traces() {
    }

    /** Whether an earlier create of ours, whose answer was lost, has made this account. */
    static boolean ofOurCreate(Map<String, @Nullable Object> resource, DesiredAccount desired, Progress progress) {
        return progress.inDoubt() && (isOurs(resource, desired) || createdSince(resource, progress.doubtSince()));
    }

    static boolean isOurs(Map<String, @Nullable Object> resource, DesiredAccount desired) {
        Object mapped = desired.attributes().get("externalId");
        Object external = resource.get("externalId");
        return external != null && String.valueOf(external).equals(mapped == null ? desired.objectId() : String.valueOf(mapped));
    }

    private static boolean createdSince(Map<String, @Nullable Object> resource, long since) {
        if (resource.get("meta") instanceof Map<?, ?> meta && meta.get("created") instanceof String created) {
            try {
                return OffsetDateTime.parse(created).toInstant().toEpochMilli() >= since - CLOCKS_DIFFER_MILLIS;
            } catch (DateTimeException e) {
                return false;
            }
        }
        return false;
    }
}
