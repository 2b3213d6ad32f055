package dev.lockstep.kit.consume;

import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Message;
import org.jspecify.annotations.Nullable;

/**
 * One record as it came from a topic.
 *
 * @param value the undecoded bytes; null for a tombstone
 * @param envelope the decoded value; null for a tombstone
 */
public record Received(
        String topic, int partition, long offset, @Nullable String key, byte @Nullable [] value, @Nullable Envelope<?> envelope) {

    public boolean isTombstone() {
        return envelope == null;
    }

    /** The message inside. Only for records that are no tombstone. */
    public Message message() {
        if (envelope == null) {
            throw new IllegalStateException("a tombstone carries no message");
        }
        return envelope.data();
    }

    /** Names this record for ever: topic, partition and offset. */
    public String position() {
        return topic + "-" + partition + "@" + offset;
    }
}
