package dev.lockstep.mapping.shadow;

import dev.lockstep.mapping.desire.UserMapping;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a draft would change for one person.
 *
 * @param failures attributes that the draft cannot compute
 */
public record Finding(Kind kind, List<Change> changes, List<UserMapping.Failure> failures) {
    /** On every finding that a report shows. */
    public static final String FOUND = "found";
    public static final String FAILED = "failed";
    private static final String ATTRIBUTE = "attribute:";

    /** The API spells it as it stands here. */
    public enum Kind {
        /** Nothing differs. */
        same,
        /** In scope before and after, and the account becomes another. */
        changes,
        /** In scope with the draft only. */
        enters,
        /** In scope with what counts only. */
        leaves,
        /** In scope before and after; the rules differ, the account stays as it is. */
        stays
    }

    public enum Effect {
        /** The attribute gets this value. */
        set,
        /** The attribute loses its value. */
        clear,
        /** The attribute is not written any more and keeps what it has. */
        release,
        /** Counts only when an account is created. */
        onCreation
    }

    /** @param before null when nothing was written; {@code after} null when nothing is written */
    public record Change(String attribute, Effect effect, @Nullable Object before, @Nullable Object after) {
    }

    public boolean isSame() {
        return kind == Kind.same && failures.isEmpty();
    }

    /** What the finding counts under. */
    public Set<String> marks() {
        Set<String> marks = new TreeSet<>();
        if (isSame()) {
            return marks;
        }
        marks.add(FOUND);
        marks.add(kind.name());
        if (kind == Kind.changes) {
            changes.stream().filter(c -> c.effect() == Effect.set || c.effect() == Effect.clear).forEach(c -> marks.add(attribute(c.attribute())));
        }
        if (!failures.isEmpty()) {
            marks.add(FAILED);
            failures.forEach(failure -> marks.add(FAILED + ":" + failure.targetAttribute()));
        }
        return marks;
    }

    public static String attribute(String path) {
        return ATTRIBUTE + path;
    }

    /** The path of a mark that counts an attribute; null for others. */
    static @Nullable String attributeOf(String mark) {
        return mark.startsWith(ATTRIBUTE) ? mark.substring(ATTRIBUTE.length()) : null;
    }

    static @Nullable String failedAttributeOf(String mark) {
        return mark.startsWith(FAILED + ":") ? mark.substring(FAILED.length() + 1) : null;
    }
}
