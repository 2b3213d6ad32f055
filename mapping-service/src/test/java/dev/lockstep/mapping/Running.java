package dev.lockstep.mapping;

import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Role;
import dev.lockstep.store.EmbeddedStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a real broker and the embedded store, once for all tests of this JVM. */
final class Running {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicLong EVENTS = new AtomicLong();
    private static final EmbeddedStore STORE = EmbeddedStore.open(
            TestPlatform.directory("store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(20));
    static final ConfigurableApplicationContext SERVICE = MappingApplication.start(
            "--server.port=0", "--lockstep.kafka.brokers=" + TestPlatform.brokers(),
            "--lockstep.keys-directory=" + TestPlatform.keys(), "--lockstep.mongo.url=" + STORE.uri(),
            "--logging.pattern.console=%d{HH:mm:ss.SSS} %-5level %logger{20} %msg %kvp%n");
    private static final String BASE = "http://127.0.0.1:" + SERVICE.getEnvironment().getProperty("local.server.port");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Running() {
    }

    record Answer(int status, JsonNode body, String text) {
    }

    static Answer call(String method, String path, @Nullable String body, Role role) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(BASE + path))
                .header("Authorization", TestPlatform.bearer("ann", role)).header("Content-Type", "application/json")
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = answer.body();
            return new Answer(answer.statusCode(), text.isEmpty() ? JSON.nullNode() : JSON.readTree(text), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Answer admin(String method, String path, @Nullable String body) {
        return call(method, path, body, Role.ADMIN);
    }

    /** What arrives on a topic from now on. */
    static final class Listening implements AutoCloseable {
        private final KafkaConsumer<String, byte[]> reader;
        private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

        Listening(Topic topic) {
            reader = new KafkaConsumer<>(Map.of("bootstrap.servers", TestPlatform.brokers()), new StringDeserializer(), new ByteArrayDeserializer());
            var partitions = reader.partitionsFor(topic.topicName()).stream()
                    .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition())).toList();
            reader.assign(partitions);
            reader.seekToEnd(partitions);
            partitions.forEach(reader::position);
        }

        <M extends Message> M next(Class<M> kind, Predicate<M> wanted) {
            List<M> found = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                reader.poll(Duration.ofMillis(50)).forEach(seen::add);
                all(kind).stream().filter(wanted).findFirst().ifPresent(found::add);
                return !found.isEmpty();
            });
            return found.getFirst();
        }

        ConsumerRecord<String, byte[]> record(Predicate<ConsumerRecord<String, byte[]>> wanted) {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                reader.poll(Duration.ofMillis(50)).forEach(seen::add);
                return seen.stream().anyMatch(wanted);
            });
            return seen.stream().filter(wanted).findFirst().orElseThrow();
        }

        /** Everything of a kind that was read so far. */
        <M extends Message> List<M> all(Class<M> kind) {
            reader.poll(Duration.ofMillis(50)).forEach(seen::add);
            return seen.stream().filter(r -> r.value() != null).map(r -> Codec.decode(r.value())).map(Envelope::data)
                    .filter(kind::isInstance).<M>map(kind::cast).toList();
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    static DirectoryChange change(ObjectType type, Operation operation, String id, Map<String, ?> attributes, List<String> members, @Nullable Long version) {
        return new DirectoryChange(type, operation, id, new java.util.LinkedHashMap<>(attributes), members, "hr",
                "e" + EVENTS.incrementAndGet(), version, Instant.now(), Instant.now(), null, "source:hr");
    }

    static DirectoryChange user(String id, Map<String, ?> attributes) {
        return change(ObjectType.USER, Operation.UPSERT, id, attributes, List.of(), null);
    }

    static void publish(DirectoryChange... changes) {
        KafkaPublisher publisher = SERVICE.getBean(KafkaPublisher.class);
        publisher.publish(java.util.Arrays.stream(changes).map(change -> Outgoing.of(Topic.DIRECTORY_CHANGES, change.objectId(),
                Codec.envelope(change.source() + "/" + change.eventId(), "ingest", change.objectId(), Instant.now(), change))).toList());
    }
}
