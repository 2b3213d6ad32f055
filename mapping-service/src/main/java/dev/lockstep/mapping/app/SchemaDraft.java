package dev.lockstep.mapping.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schema that decides nothing yet: it runs beside the one that counts, and shows what would change.
 *
 * @param id other for each save of a draft
 * @param schema as {@link App#schema()}
 */
public record SchemaDraft(String id, String schema, String savedBy, Instant savedAt, @Nullable String comment) {

    /** The same draft to be compared from the beginning. */
    public SchemaDraft again(String otherId) {
        return new SchemaDraft(otherId, schema, savedBy, savedAt, comment);
    }
}
