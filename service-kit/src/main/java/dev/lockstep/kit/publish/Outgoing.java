package dev.lockstep.kit.publish;

import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One message to publish.
 *
 * @param envelope null for a tombstone, which removes the key from a compacted topic
 * @param slotKey decides the partition: usually the key; another record's key to travel in its slot
 * @param partition overrides the slot, for markers; else null
 */
public record Outgoing(Topic topic, String key, @Nullable Envelope<?> envelope, String slotKey, @Nullable Integer partition) {

    public static Outgoing of(Topic topic, String key, Envelope<?> envelope) {
        return new Outgoing(topic, key, envelope, key, null);
    }

    public static Outgoing tombstone(Topic topic, String key) {
        return new Outgoing(topic, key, null, key, null);
    }

    public static Outgoing toPartition(Topic topic, int partition, String key, Envelope<?> envelope) {
        return new Outgoing(topic, key, envelope, key, partition);
    }
}
