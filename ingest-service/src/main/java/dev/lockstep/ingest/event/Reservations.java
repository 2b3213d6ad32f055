package dev.lockstep.ingest.event;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Who has taken which event id with which content. Event ids of one request share a batch, and an event counts as published
 * when its batch does: one write for all of them. Kept 8 days, longer than the topic.
 */
public interface Reservations {
    /** @param at when it was reserved */
    record Holder(String hash, String batch, Instant at) {
    }

    /** What became of a batch. */
    enum Fate {
        /** Still being published, or its process died. */
        OPEN, PUBLISHED, FAILED
    }

    /**
     * Takes each id that nobody holds.
     *
     * @param hashes event id to content hash
     * @return who holds the others
     */
    Map<String, Holder> reserve(String source, String batch, Map<String, String> hashes, Instant at);

    /** From now on these belong to this batch. */
    void takeOver(String source, String batch, Collection<String> eventIds, Instant at);

    Map<String, Fate> fates(Collection<String> batches);

    /** Once per batch. @param fate {@code PUBLISHED} or {@code FAILED} */
    void settle(String batch, Fate fate, Instant at);
}
