package dev.lockstep.audit.fact;

import dev.lockstep.contracts.AccountOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the ledger, as the REST API shows it ({@code activity}).
 *
 * @param id unique and the same when the fact is told again; safe in a URL path
 * @param time when it happened, UTC, in milliseconds
 * @param status {@code success}, {@code failure}, {@code skipped} or {@code warning}
 * @param causes ids of the source events behind it, {@code <source>/<eventId>}
 * @param summary one sentence for people
 * @param attempt 1-based; null where nothing is attempted
 * @param latencyMs from accepted by ingest to finished at the target; null where that has no meaning
 * @param sourceLatencyMs from the time that the source gives to finished (of an accepted change: to accepted)
 * @param lane how urgent it was: of the live lane only, latency is what a person waits for
 * @param detail further facts by name
 */
public record Fact(
        String id,
        Instant time,
        String action,
        String status,
        @Nullable String app,
        @Nullable String objectId,
        @Nullable String objectType,
        @Nullable String userName,
        String initiator,
        List<String> causes,
        String summary,
        List<AccountOutcome.Step> steps,
        List<AccountOutcome.Change> changes,
        @Nullable Error error,
        AccountOutcome.@Nullable Http http,
        @Nullable Integer attempt,
        @Nullable Long latencyMs,
        @Nullable Long sourceLatencyMs,
        @Nullable String lane,
        @Nullable String syncId,
        @Nullable String requestId,
        Map<String, @Nullable Object> detail) {

    /**
     * Why it failed.
     *
     * @param type {@code transient}, {@code permanent}, {@code conflict} or {@code appWide}; null where the reporter gave none
     * @param nextAttemptAt null when no automatic attempt follows
     */
    public record Error(@Nullable String type, String code, String message, @Nullable Instant nextAttemptAt) {
    }
}
