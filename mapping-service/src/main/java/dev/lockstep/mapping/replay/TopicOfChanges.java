package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.contracts.codec.Undecodable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Gathered gathered = new Gathered();
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
            while (!open.isEmpty() && !gathered.exceeds(mostObjects)) {
                var records = reader.poll(POLL);
                empty = records.isEmpty() ? empty + 1 : 0;
                if (empty > EMPTY_POLLS) {
                    throw new IllegalStateException("the broker did not give the changes in time");
                }
                for (ConsumerRecord<String, byte[]> record : records) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < ends.get(partition)) {
                        gather(record.value(), source, gathered);
                    }
                }
                open = open.stream().filter(partition -> reader.position(partition) < ends.get(partition)).toList();
                reader.assign(open);
            }
            return gathered.found(!open.isEmpty());
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

    private static void gather(byte[] value, String source, Gathered gathered) {
        if (value == null) {
            return;
        }
        try {
            if (Codec.decode(value).data() instanceof DirectoryChange change && source.equals(change.source())) {
                gathered.add(change);
            }
        } catch (Undecodable parked) {
            // It was parked by the reader of the topic, where it is shown.
            return;
        }
    }
}
