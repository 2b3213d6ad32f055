package dev.lockstep.ingest;

import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.topics.ConsumerLag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Compares the committed offsets of the group {@code mapping} with the topic. */
public final class KafkaBacklog implements Backlog {
    private static final String GROUP = "mapping";
    private static final String CHANGES = Topic.DIRECTORY_CHANGES.topicName();

    private final Admin admin;
    private final ConsumerLag lag;
    private final int partitions;

    public KafkaBacklog(Admin admin, ConsumerLag lag, int partitions) {
        this.admin = admin;
        this.lag = lag;
        this.partitions = partitions;
    }

    @Override
    public long size() {
        return lag.of(GROUP, List.of(CHANGES));
    }

    @Override
    public Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        offsets(OffsetSpec.latest()).forEach((partition, offset) -> ends.put(partition.partition(), offset));
        return ends;
    }

    @Override
    public long before(Map<Integer, Long> ends) {
        Map<TopicPartition, OffsetAndMetadata> committed = await(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> starts = offsets(OffsetSpec.earliest());
        long unread = 0;
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            TopicPartition partition = new TopicPartition(CHANGES, end.getKey());
            OffsetAndMetadata at = committed.get(partition);
            long read = at == null ? starts.getOrDefault(partition, 0L) : at.offset();
            unread += Math.max(0, end.getValue() - read);
        }
        return unread;
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(CHANGES, p))
                .collect(Collectors.toMap(Function.identity(), p -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listOffsets(asked).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading offsets", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not tell the offsets of " + CHANGES, e);
        }
    }
}
