package dev.lockstep.mapping.schema;

import org.jspecify.annotations.Nullable;

/**
 * One difference between two schemas.
 *
 * @param object the source object whose mapping it is in, for instance {@code User}
 * @param name target attribute of a mapping or matching attribute, title of a filter, name of a setting
 * @param before as text; null when it was added
 * @param after as text; null when it was removed
 */
public record SchemaDifference(Part part, Change change, String object, String name, @Nullable String before, @Nullable String after) {

    /** What of a schema differs; the API spells it as it stands here. */
    public enum Part {
        mapping, filter, matching, object
    }

    public enum Change {
        added, removed, changed
    }

    public static SchemaDifference of(Part part, String object, String name, @Nullable String before, @Nullable String after) {
        return new SchemaDifference(part, before == null ? Change.added : after == null ? Change.removed : Change.changed, object, name, before, after);
    }
}
