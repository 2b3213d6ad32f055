package dev.lockstep.kit.publish;

/** The broker did not acknowledge. Repeating is safe: ids are derived from causes. */
public final class NotPublished extends RuntimeException {
    public NotPublished(String topic, Throwable cause) {
        super("the broker did not acknowledge a message on " + topic, cause);
    }
}
