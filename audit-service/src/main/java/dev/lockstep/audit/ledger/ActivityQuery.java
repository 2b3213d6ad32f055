package dev.lockstep.audit.ledger;

import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.fact.Terms;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which facts are wanted; what is null or empty does not narrow.
 *
 * @param user an object id, or a user name in any case
 * @param from inclusive
 * @param to exclusive
 * @param words each must begin one of the fact's terms
 * @param cause id of a source event, {@code <source>/<eventId>}
 */
public record ActivityQuery(
        @Nullable String app,
        @Nullable String user,
        @Nullable String action,
        @Nullable String status,
        @Nullable Instant from,
        @Nullable Instant to,
        List<String> words,
        @Nullable String cause) {

    public static final ActivityQuery ALL = new ActivityQuery(null, null, null, null, null, null, List.of(), null);

    /** The words of a search line, as terms are stored. */
    public static List<String> words(@Nullable String line) {
        return line == null ? List.of()
                : Arrays.stream(line.strip().split("\\s+")).filter(w -> !w.isEmpty()).map(Terms::normal).distinct().toList();
    }

    public ActivityQuery withoutWords() {
        return new ActivityQuery(app, user, action, status, from, to, List.of(), cause);
    }

    /** The reference for every store. */
    public boolean matches(Fact fact) {
        return equal(app, fact.app())
                && equal(action, fact.action())
                && equal(status, fact.status())
                && (user == null || user.equals(fact.objectId())
                        || fact.userName() != null && lower(user).equals(lower(fact.userName())))
                && (from == null || !fact.time().isBefore(from))
                && (to == null || fact.time().isBefore(to))
                && (cause == null || fact.causes().contains(cause))
                && (words.isEmpty() || foundIn(Terms.of(fact)));
    }

    private boolean foundIn(List<String> terms) {
        return words.stream().allMatch(word -> terms.stream().anyMatch(t -> t.startsWith(word)));
    }

    private static boolean equal(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
