package dev.lockstep.audit.ledger;

import dev.lockstep.audit.fact.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All facts, each once. */
public interface Ledger {
    /**
     * Adds facts; one that is there already stays as it is. Returns when all are durable.
     *
     * @return ids of those that were new
     */
    Set<String> append(List<Fact> facts);

    Optional<Fact> find(String id);

    /**
     * Newest first.
     *
     * @param after where the page before ended, or null for the first
     */
    List<Fact> page(ActivityQuery query, @Nullable Position after, int limit);

    /** Every match, newest first, in constant memory. */
    void each(ActivityQuery query, Consumer<Fact> sink);

    /** How many facts of each kind an app has from a time on; only kinds that there are. */
    List<Count> counts(String app, Instant from);

    record Count(String action, String status, long count) {
    }
}
