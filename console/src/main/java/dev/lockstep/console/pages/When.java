package dev.lockstep.console.pages;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A time for people.
 *
 * @param relative such as {@code 5 min ago}
 * @param exact to the millisecond, UTC
 * @param iso RFC 3339
 */
record When(String relative, String exact, String iso) {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

    /** Null when the node is no time. */
    static @Nullable When of(JsonNode time, Instant now) {
        return time.isString() ? of(time.stringValue(), now) : null;
    }

    static @Nullable When of(@Nullable String time, Instant now) {
        if (time == null) {
            return null;
        }
        try {
            Instant instant = Instant.parse(time);
            return new When(relative(Duration.between(instant, now)), EXACT.format(instant), time);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String relative(Duration ago) {
        if (ago.isNegative()) {
            return ago.plusSeconds(2).isNegative() ? "in " + span(ago.negated()) : "now";
        }
        return ago.toSeconds() < 2 ? "now" : span(ago) + " ago";
    }

    /** The largest unit that fits. */
    static String span(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 90) {
            return seconds + " s";
        }
        if (seconds < 90 * 60) {
            return Math.round(seconds / 60.0) + " min";
        }
        if (seconds < 36 * 3600) {
            return Math.round(seconds / 3600.0) + " h";
        }
        return Math.round(seconds / 86400.0) + " days";
    }
}
