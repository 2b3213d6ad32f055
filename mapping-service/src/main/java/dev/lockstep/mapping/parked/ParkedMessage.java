package dev.lockstep.mapping.parked;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message that a service could not use. Its bytes stay on the parked topic; here is only what was said about it.
 *
 * @param id sorts by time
 * @param topic that it was read from, without {@code .parked}
 * @param partition of the parked topic
 * @param offset on the parked topic
 * @param key object id, {@code <app>/<objectId>} or app id, as the topic has it
 * @param parkedBy the reader that could not use it
 * @param code {@code undecodable} or {@code handler-failed}
 * @param fault for people; never the content
 * @param origin position on the topic that it was read from
 * @param size of the value in bytes; 0 for a tombstone
 * @param digest SHA-256 of topic, key and value: the same message parked again has the same
 * @param times how often it has been parked, this time among them
 */
public record ParkedMessage(
        String id,
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        String parkedBy,
        String code,
        String fault,
        String origin,
        Instant at,
        long size,
        String digest,
        long times,
        State state,
        @Nullable String putBackBy,
        @Nullable Instant putBackAt) {

    public static final String EVERY_APP = "*";
    public static final String NO_APP = "-";

    /** Where it stands. */
    public enum State {
        PARKED("parked"),
        /** Somebody asked to put it back. */
        ASKED("puttingBack"),
        PUT_BACK("putBack"),
        /** Its time on the parked topic was over before it was put back. */
        GONE("gone");

        private final String spelling;

        State(String spelling) {
            this.spelling = spelling;
        }

        public String spelling() {
            return spelling;
        }
    }

    static String id(Instant at, String topic, int partition, long offset) {
        return String.format(Locale.ROOT, "%013d-%s-%d-%d", at.toEpochMilli(), topic, partition, offset);
    }

    /** Behind this id is what was parked at a time or later. */
    public static String since(Instant time) {
        return String.format(Locale.ROOT, "%013d", Math.max(0, time.toEpochMilli()));
    }

    /** The app whose backlog it is part of: {@link #EVERY_APP} for what may concern any, {@link #NO_APP} for what concerns none. */
    public String app() {
        if (topic.startsWith("directory.")) {
            return EVERY_APP;
        }
        if (key == null || topic.startsWith("activity.")) {
            return NO_APP;
        }
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    /** The partition that it was read from, so that it goes back to the replica that owns it; null where the origin does not tell. */
    @Nullable Integer originPartition() {
        int at = origin.lastIndexOf('@');
        int dash = origin.lastIndexOf('-', at < 0 ? 0 : at);
        try {
            return dash < 0 ? null : Integer.valueOf(origin.substring(dash + 1, at));
        } catch (NumberFormatException unknown) {
            return null;
        }
    }
}
