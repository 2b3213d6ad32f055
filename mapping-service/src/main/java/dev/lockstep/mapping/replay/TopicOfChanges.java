package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.contracts.codec.Undecodable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads {@code directory.changes} between two times with a reader of its own, which is in no group and commits nothing. A record's
 * time is when it was published, which is shortly after ingest accepted it.
 */
public final class TopicOfChanges implements ChangeLog {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int EMPTY_POLLS = 40;

    private final String brokers;
    private final int mostObjects;

    public TopicOfChanges(String brokers, int mostObjects) {
        this.brokers = brokers;
        this.mostObjects = mostObjects;
    }

    @Override
    public Found read(String source, Instant from, Instant to) {
        Set<String> users = new LinkedHashSet<>();
        Set<String> principals = new LinkedHashSet<>();
        long events = 0;
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", brokers,
                "enable.auto.commit", "false", "auto.offset.reset", "earliest"), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(Topic.DIRECTORY_CHANGES.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList();
            Map<TopicPartition, Long> newest = reader.endOffsets(partitions);
            Map<TopicPartition, Long> starts = offsets(reader, partitions, from, newest);
            Map<TopicPartition, Long> ends = offsets(reader, partitions, to, newest);
            List<TopicPartition> open = partitions.stream().filter(partition -> starts.get(partition) < ends.get(partition)).toList();
            reader.assign(open);
            open.forEach(partition -> reader.seek(partition, starts.get(partition)));
            int empty = 0;
            while (!open.isEmpty() && users.size() + principals.size() <= mostObjects) {
                var records = reader.poll(POLL);
                empty = records.isEmpty() ? empty + 1 : 0;
                if (empty > EMPTY_POLLS) {
                    throw new IllegalStateException("the broker did not give the changes in time");
                }
                for (ConsumerRecord<String, byte[]> record : records) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < ends.get(partition) && collect(record.value(), source, users, principals)) {
                        events++;
                    }
                }
                open = open.stream().filter(partition -> reader.position(partition) < ends.get(partition)).toList();
                reader.assign(open);
            }
            return new Found(events, users, principals, !open.isEmpty());
        }
    }

    private static Map<TopicPartition, Long> offsets(KafkaConsumer<String, byte[]> reader, List<TopicPartition> partitions, Instant time,
            Map<TopicPartition, Long> newest) {
        Map<TopicPartition, OffsetAndTimestamp> found = reader.offsetsForTimes(partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> Math.max(0, time.toEpochMilli()))));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp at = found.get(partition);
            offsets.put(partition, at == null ? newest.get(partition) : at.offset());
        }
        return offsets;
    }

    private static boolean collect(byte[] value, String source, Set<String> users, Set<String> principals) {
        if (value == null) {
            return false;
        }
        try {
            if (!(Codec.decode(value).data() instanceof DirectoryChange change) || !source.equals(change.source())) {
                return false;
            }
            if (change.operation() == Operation.ADD_MEMBERS || change.operation() == Operation.REMOVE_MEMBERS) {
                principals.addAll(change.members());
            } else if (change.objectType() == ObjectType.USER) {
                users.add(change.objectId());
            } else {
                principals.add(change.objectId());
            }
            return true;
        } catch (Undecodable parked) {
            // It was parked by the reader of the topic, where it is shown.
            return false;
        }
    }
}
