package dev.lockstep.audit.ledger;

import dev.lockstep.audit.fact.Fact;
import dev.lockstep.kit.web.Problem;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A place in the order of all lists, newest first: it stays where it is while facts are added. */
public record Position(Instant time, String id) {
    public static final Comparator<Fact> NEWEST_FIRST =
            Comparator.comparing(Fact::time).thenComparing(Fact::id).reversed();

    public static Position of(Fact fact) {
        return new Position(fact.time(), fact.id());
    }

    public String text() {
        return time.toEpochMilli() + " " + id;
    }

    public static @Nullable Position parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int cut = text.indexOf(' ');
        try {
            return new Position(Instant.ofEpochMilli(Long.parseLong(text, 0, Math.max(cut, 0), 10)), text.substring(cut + 1));
        } catch (NumberFormatException e) {
            throw Problem.badRequest("bad-cursor", "The cursor is not one that this list gave out.", "Start again without a cursor.");
        }
    }

    /** Whether a fact comes behind this place. */
    public boolean isBefore(Fact fact) {
        int byTime = fact.time().compareTo(time);
        return byTime < 0 || byTime == 0 && fact.id().compareTo(id) < 0;
    }
}
