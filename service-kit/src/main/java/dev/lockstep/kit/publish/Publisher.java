package dev.lockstep.kit.publish;

import dev.lockstep.contracts.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes messages to topics. */
public interface Publisher {
    /**
     * Returns when the broker has acknowledged all of them ({@code acks=all}).
     *
     * @throws NotPublished when any was not acknowledged; some may have been
     */
    void publish(List<Outgoing> messages);

    /** As {@link #publish}, without waiting; order per key is kept between calls from one thread. */
    CompletableFuture<Void> publishAsync(List<Outgoing> messages);

    /** How many partitions the topic has. */
    int partitions(Topic topic);
}
