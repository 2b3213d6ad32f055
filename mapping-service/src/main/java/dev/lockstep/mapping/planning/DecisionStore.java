package dev.lockstep.mapping.planning;

import dev.lockstep.mapping.desire.Decision;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The decisions, one per app and object. */
public interface DecisionStore {
    /** Those that exist, by {@link Decision#id()}. */
    Map<String, Decision> byIds(Collection<String> ids);

    /**
     * Writes all in one go, each only over the version that it was made from. Fails, for the batch to come again, when
     * somebody else decided meanwhile.
     */
    void store(Collection<Step> steps);

    /** @param before the stored version, or null when there was no decision */
    record Step(@Nullable Long before, Decision decision) {
    }

    /** An app's decisions behind an object id, in order of the object id. */
    List<Decision> page(String app, @Nullable String afterObject, int limit);
}
