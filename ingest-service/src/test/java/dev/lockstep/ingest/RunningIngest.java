package dev.lockstep.ingest;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Role;
import dev.lockstep.store.EmbeddedStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a real broker and the embedded store; one per JVM. */
public final class RunningIngest {
    public static final JsonMapper JSON = JsonMapper.shared();
    private static final EmbeddedStore STORE =
            EmbeddedStore.open(TestPlatform.directory("store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(50));
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private RunningIngest() {
    }

    private static final class Service {
        static final ConfigurableApplicationContext CONTEXT = new SpringApplicationBuilder(IngestApplication.class, Flaky.class)
                .properties("spring.config.name=ingest-service").run(
                "--server.port=0", "--lockstep.kafka.brokers=" + TestPlatform.brokers(), "--lockstep.keys-directory=" + TestPlatform.keys(),
                "--lockstep.mongo.url=" + STORE.uri());
    }

    private static volatile boolean deaf;

    /** The real publisher, behind a broker that can be made deaf. */
    @Configuration(proxyBeanMethods = false)
    static class Flaky {
        @Bean
        @Primary
        Publisher sometimesDeaf(KafkaPublisher real) {
            return new Publisher() {
                @Override
                public void publish(List<Outgoing> messages) {
                    if (deaf) {
                        // Some may have been written: that is the worst of the cases.
                        real.publish(messages.subList(0, messages.size() / 2));
                        throw new NotPublished("t", new IllegalStateException("deaf"));
                    }
                    real.publish(messages);
                }

                @Override
                public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
                    return real.publishAsync(messages);
                }

                @Override
                public int partitions(Topic topic) {
                    return real.partitions(topic);
                }
            };
        }
    }

    public static void brokerIsDeaf(boolean now) {
        deaf = now;
    }

    public static ConfigurableApplicationContext context() {
        return Service.CONTEXT;
    }

    public static String storeUri() {
        return STORE.uri();
    }

    public static long documentsWritten() {
        return STORE.stats().documentsWritten();
    }

    public static String base() {
        return "http://127.0.0.1:" + Service.CONTEXT.getEnvironment().getProperty("local.server.port");
    }

    public static String admin() {
        return TestPlatform.bearer("root", Role.ADMIN);
    }

    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
    }

    public static Answer call(String method, String path, String authorization, String contentType, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .method(method, body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body()), answer);
    }

    public static Answer call(String method, String path, String authorization, String contentType, String body, String... headers) throws Exception {
        return call(method, path, authorization, contentType, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static Answer get(String path, String authorization) throws Exception {
        return call("GET", path, authorization, "", "");
    }

    /** @return {@code Bearer <key>} */
    public static String source(String id, String settings) throws Exception {
        String body = "{\"id\":\"" + id + "\"" + (settings.isEmpty() ? "" : "," + settings) + "}";
        Answer answer = call("POST", "/api/v1/sources", admin(), "application/json", body);
        if (answer.status() != 201) {
            throw new AssertionError("source not made: " + answer.raw().body());
        }
        return "Bearer " + answer.body().get("key").stringValue();
    }

    public static Answer csv(String source, String key, String mode, String text, String... headers) throws Exception {
        return call("POST", "/api/v1/sources/" + source + "/files?mode=" + mode, key, "text/csv", text, headers);
    }

    /** All changes of one source on the topic, in topic order per object. */
    public static List<DirectoryChange> changes(String source) {
        return read(Topic.DIRECTORY_CHANGES).stream().filter(DirectoryChange.class::isInstance).map(DirectoryChange.class::cast)
                .filter(change -> change.source().equals(source)).toList();
    }

    public static List<Activity> activities(String source) {
        return read(Topic.ACTIVITY).stream().filter(Activity.class::isInstance).map(Activity.class::cast)
                .filter(activity -> source.equals(activity.detail().get("source"))).toList();
    }

    private static List<Message> read(Topic topic) {
        try (var reader = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", TestPlatform.brokers(), "max.poll.records", "5000"),
                new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(topic.topicName()).stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            List<Message> found = new ArrayList<>();
            while (!ends.entrySet().stream().allMatch(end -> reader.position(end.getKey()) >= end.getValue())) {
                reader.poll(Duration.ofMillis(200)).forEach(record -> found.add(Codec.decode(record.value()).data()));
            }
            return found;
        }
    }
}
