package dev.lockstep.kit.publish;

import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes with an idempotent producer, {@code acks=all}. One per service. */
public final class KafkaPublisher implements Publisher, AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final Map<Topic, Integer> partitions = new EnumMap<>(Topic.class);

    public KafkaPublisher(String brokers, String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", brokers);
        settings.put("client.id", clientId);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("linger.ms", "1");
        settings.put("batch.size", "131072");
        settings.put("compression.type", "lz4");
        settings.put("delivery.timeout.ms", "60000");
        settings.put("max.block.ms", "30000");
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void publish(List<Outgoing> messages) {
        await(publishAsync(messages), messages.isEmpty() ? "nothing" : messages.getFirst().topic().topicName());
    }

    @Override
    public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
        CompletableFuture<?>[] acknowledgements = new CompletableFuture<?>[messages.size()];
        for (int i = 0; i < acknowledgements.length; i++) {
            acknowledgements[i] = send(messages.get(i));
        }
        return CompletableFuture.allOf(acknowledgements);
    }

    @Override
    public synchronized int partitions(Topic topic) {
        return partitions.computeIfAbsent(topic, t -> producer.partitionsFor(t.topicName()).size());
    }

    /** For records that are no message of ours any more, such as parked ones. Returns when acknowledged. */
    public void send(ProducerRecord<String, byte[]> record) {
        await(sendRaw(record), record.topic());
    }

    private CompletableFuture<Void> send(Outgoing message) {
        int partition = message.partition() != null
                ? message.partition()
                : Slots.partition(Slots.slot(message.slotKey()), partitions(message.topic()));
        byte[] value = message.envelope() == null ? null : Codec.encode(message.envelope());
        return sendRaw(new ProducerRecord<>(message.topic().topicName(), partition, message.key(), value));
    }

    private CompletableFuture<Void> sendRaw(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(new NotPublished(record.topic(), failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            acknowledged.completeExceptionally(new NotPublished(record.topic(), e));
        }
        return acknowledged;
    }

    private static void await(CompletableFuture<Void> acknowledged, String topic) {
        try {
            acknowledged.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NotPublished failure ? failure : new NotPublished(topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublished(topic, e);
        }
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(5));
    }
}
