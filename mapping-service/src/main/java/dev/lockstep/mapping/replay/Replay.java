package dev.lockstep.mapping.replay;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One replay.
 *
 * @param id starts with {@link dev.lockstep.mapping.desire.Asked#REPLAY}; later ones sort behind earlier ones. It is the requestId of all
 *        that it leads to
 * @param filter what was asked for, for the record
 * @param apps that its items are of
 * @param perSecond how many items are asked for in a second, at most
 * @param by who asked
 * @param startedAt when its items were complete and it began; null before
 * @param endedAt when the last item was settled, or when it was cancelled
 * @param told how many of its {@link ReplayFacts} are published
 * @param touched counts the writes that settled items of it
 */
public record Replay(
        String id,
        Kind kind,
        State state,
        Map<String, @Nullable Object> filter,
        @Nullable String reason,
        Set<String> apps,
        int perSecond,
        String by,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String cancelledBy,
        Counts counts,
        List<Wait> waitsFor,
        int told,
        long touched) {

    /** What was selected. */
    public enum Kind {
        FAILURES, EVENTS
    }

    /** Where it stands. */
    public enum State {
        /** Items are added. */
        COLLECTING,
        RUNNING,
        DONE,
        CANCELLED;

        public String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of an item. */
    public enum Result {
        CREATE, UPDATE, ENABLE, DISABLE, DELETE,
        /** The account was as it should be, or none is wanted and none ever was. */
        NOTHING,
        /** Refused, given up, or failed at the first attempt with more to follow. */
        FAILED,
        /** A newer desire, or another request for the same account, took its place. */
        SUPERSEDED,
        /** A removal that waits for a person. */
        HELD;

        public String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param matched all items
     * @param sent how many were asked for
     * @param results how many ended how
     */
    public record Counts(long matched, long sent, Map<Result, Long> results) {
        public static final Counts NONE = new Counts(0, 0, Map.of());

        public Counts {
            Map<Result, Long> copy = new EnumMap<>(Result.class);
            copy.putAll(results);
            results = copy;
        }

        /** Settled items. */
        public long done() {
            return results.values().stream().mapToLong(Long::longValue).sum();
        }

        public long failed() {
            return results.getOrDefault(Result.FAILED, 0L);
        }
    }

    /**
     * Why items of an app do not get on.
     *
     * @param reason {@code paused} or {@code off}: its job; {@code writer}: the writer has the items and has not attempted any for a while,
     *        because of the app's limits, an outage or its quarantine
     */
    public record Wait(String app, String reason, Instant since) {
    }

    /** A replay that items are added to. */
    public static Replay collecting(String id, Kind kind, Map<String, @Nullable Object> filter, @Nullable String reason, int perSecond, String by,
            Instant at) {
        return new Replay(id, kind, State.COLLECTING, filter, reason, Set.of(), perSecond, by, at, null, null, null, Counts.NONE, List.of(), 0, 0);
    }
}
