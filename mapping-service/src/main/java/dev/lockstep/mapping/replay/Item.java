package dev.lockstep.mapping.replay;

import dev.lockstep.mapping.replay.Replay.Result;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One account of a replay. A replay has it once, however many of its failures were selected.
 *
 * @param failureId the failure that it was selected for, as the writer names it; null where it was not one
 * @param code of the error, where the result has one
 * @param settledAt null until it is settled
 */
public record Item(String app, String objectId, @Nullable String failureId, State state, @Nullable Result result, @Nullable String code,
        java.time.@Nullable Instant settledAt) {

    /** Where it stands. */
    public enum State {
        WAITING, SENT, SETTLED;

        public String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Names an account within a replay: {@code <app>/<objectId>}, the order in which items are sent. */
    public static String key(String app, String objectId) {
        return app + "/" + objectId;
    }

    public String key() {
        return key(app, objectId);
    }

    /** What a caller selected. */
    public record Wanted(String app, String objectId, @Nullable String failureId) {
    }

    /**
     * What became of an item.
     *
     * @param rank a later one counts, and so does a repetition; an earlier one that comes again does not
     */
    public record Settled(String replayId, String app, String objectId, Result result, @Nullable String code, long rank, java.time.Instant at) {
    }
}
