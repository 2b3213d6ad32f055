package dev.lockstep.audit.web;

import dev.lockstep.audit.fact.Action;
import dev.lockstep.audit.ledger.ActivityQuery;
import dev.lockstep.kit.web.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a request, as Spring binds them from the query string.
 *
 * @param app app id
 * @param user object id or user name
 * @param action one of {@link Action#ALL}
 * @param status one of {@link Action#STATUSES}
 * @param from RFC 3339 time or date (UTC), inclusive
 * @param to RFC 3339 time or date (UTC), exclusive
 * @param q words, each of which must begin a word of the activity
 * @param cause id of a source event, {@code <source>/<eventId>}
 */
public record ActivityParameters(
        @Nullable String app, @Nullable String user, @Nullable String action, @Nullable String status,
        @Nullable String from, @Nullable String to, @Nullable String q, @Nullable String cause) {
    private static final Pattern APP = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int LONGEST = 1_024;
    private static final int MOST_WORDS = 8;

    ActivityQuery query() {
        List<Problem.Detail> errors = new ArrayList<>();
        List<String> words = ActivityQuery.words(shortEnough("q", q, errors));
        if (words.size() > MOST_WORDS) {
            errors.add(new Problem.Detail("q", "too-many-words", "At most " + MOST_WORDS + " words."));
        }
        String wantedApp = blankToNull(app);
        if (wantedApp != null && !APP.matcher(wantedApp).matches()) {
            errors.add(new Problem.Detail("app", "bad-app", "An app id has 1 to 40 of a-z, 0-9 and -."));
        }
        ActivityQuery query = new ActivityQuery(wantedApp, shortEnough("user", user, errors),
                oneOf("action", action, Action.ALL, errors), oneOf("status", status, Action.STATUSES, errors),
                time("from", from, errors), time("to", to, errors), words, shortEnough("cause", cause, errors));
        if (!errors.isEmpty()) {
            throw Problem.invalid("The filter has values that cannot be.", "Correct the parameters named in errors.", errors);
        }
        return query;
    }

    /** For the record of who read what. */
    Map<String, @Nullable Object> given() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        put(given, "app", app);
        put(given, "user", user);
        put(given, "action", action);
        put(given, "status", status);
        put(given, "from", from);
        put(given, "to", to);
        put(given, "q", q);
        put(given, "cause", cause);
        return given;
    }

    private static void put(Map<String, @Nullable Object> given, String name, @Nullable String value) {
        if (blankToNull(value) != null) {
            given.put(name, value);
        }
    }

    private static @Nullable String shortEnough(String name, @Nullable String value, List<Problem.Detail> errors) {
        if (value != null && value.length() > LONGEST) {
            errors.add(new Problem.Detail(name, "too-long", "At most " + LONGEST + " characters."));
        }
        return blankToNull(value);
    }

    private static @Nullable String oneOf(String name, @Nullable String value, List<String> known, List<Problem.Detail> errors) {
        String wanted = blankToNull(value);
        if (wanted != null && !known.contains(wanted)) {
            errors.add(new Problem.Detail(name, "unknown-value", "Known are: " + String.join(", ", known) + "."));
        }
        return wanted;
    }

    private static @Nullable Instant time(String name, @Nullable String value, List<Problem.Detail> errors) {
        String wanted = blankToNull(value);
        if (wanted == null) {
            return null;
        }
        try {
            OffsetDateTime time = wanted.length() == "2026-01-31".length()
                    ? LocalDate.parse(wanted).atStartOfDay().atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(wanted);
            if (time.getYear() < 1970 || time.getYear() > 9999) {
                throw new DateTimeException("no year that anything here can have");
            }
            return time.toInstant();
        } catch (DateTimeException e) {
            errors.add(new Problem.Detail(name, "bad-time", "Give a time such as 2026-01-31T08:00:00Z, or a date."));
            return null;
        }
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
