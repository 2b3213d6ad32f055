package dev.lockstep.mapping.parked;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads single messages where they lie, with a reader of its own for each request. */
public final class TopicBytes implements ParkedBytes {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS = 20;

    private final String brokers;

    public TopicBytes(String brokers) {
        this.brokers = brokers;
    }

    private static TopicPartition partition(ParkedMessage message) {
        return new TopicPartition(message.topic() + ".parked", message.partition());
    }

    @Override
    public Map<String, Value> read(Collection<ParkedMessage> messages) {
        Map<String, Value> found = new HashMap<>();
        if (messages.isEmpty()) {
            return found;
        }
        List<ParkedMessage> ordered = messages.stream().sorted(Comparator.comparing(ParkedMessage::topic)
                .thenComparing(ParkedMessage::partition).thenComparing(ParkedMessage::offset)).toList();
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", brokers,
                "enable.auto.commit", "false", "auto.offset.reset", "earliest"), new StringDeserializer(), new ByteArrayDeserializer())) {
            for (ParkedMessage message : ordered) {
                TopicPartition place = partition(message);
                reader.assign(List.of(place));
                long begin = reader.beginningOffsets(List.of(place)).get(place);
                long end = reader.endOffsets(List.of(place)).get(place);
                ConsumerRecord<String, byte[]> record =
                        message.offset() < begin || message.offset() >= end ? null : read(reader, place, message.offset());
                if (record != null) {
                    found.put(message.id(), new Value(record.value()));
                }
            }
        }
        return found;
    }

    private static @Nullable ConsumerRecord<String, byte[]> read(KafkaConsumer<String, byte[]> reader, TopicPartition place, long offset) {
        reader.seek(place, offset);
        for (int i = 0; i < POLLS; i++) {
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                return record.offset() == offset ? record : null;
            }
        }
        throw new IllegalStateException("the broker did not give a parked message in time");
    }
}
