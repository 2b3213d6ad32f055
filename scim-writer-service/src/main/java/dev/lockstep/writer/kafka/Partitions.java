package dev.lockstep.writer.kafka;

import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.delivery.Delivery;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;

/** Tells the delivery which partitions of {@code account.desired}, and so which slots, are this replica's. */
public final class Partitions implements KafkaBindingRebalanceListener {
    private final Delivery delivery;
    private final Publisher publisher;

    public Partitions(Delivery delivery, Publisher publisher) {
        this.delivery = delivery;
        this.publisher = publisher;
    }

    @Override
    public void onPartitionsAssigned(String binding, Consumer<?, ?> consumer, Collection<TopicPartition> partitions, boolean initial) {
        List<Integer> ours = ours(partitions);
        if (!ours.isEmpty()) {
            delivery.assigned(ours, publisher.partitions(Topic.ACCOUNT_DESIRED));
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(String binding, Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        revoked(partitions);
    }

    private void revoked(Collection<TopicPartition> partitions) {
        List<Integer> ours = ours(partitions);
        if (!ours.isEmpty()) {
            delivery.revoked(ours, publisher.partitions(Topic.ACCOUNT_DESIRED));
        }
    }

    private static List<Integer> ours(Collection<TopicPartition> partitions) {
        return partitions.stream().filter(p -> p.topic().equals(Topic.ACCOUNT_DESIRED.topicName())).map(TopicPartition::partition).toList();
    }
}
