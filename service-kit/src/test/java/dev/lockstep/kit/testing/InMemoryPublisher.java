package dev.lockstep.kit.testing;

import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was published, in order. */
public final class InMemoryPublisher implements Publisher {
    private final List<Outgoing> published = new CopyOnWriteArrayList<>();

    @Override
    public void publish(List<Outgoing> messages) {
        published.addAll(messages);
    }

    @Override
    public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
        publish(messages);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public int partitions(Topic topic) {
        return 8;
    }

    public List<Outgoing> published() {
        return List.copyOf(published);
    }

    /** The messages of one kind, in order. */
    public <M extends Message> List<M> messages(Class<M> kind) {
        return published.stream().map(Outgoing::envelope).filter(Objects::nonNull).map(e -> e.data())
                .filter(kind::isInstance).map(kind::cast).toList();
    }

    public void clear() {
        published.clear();
    }
}
