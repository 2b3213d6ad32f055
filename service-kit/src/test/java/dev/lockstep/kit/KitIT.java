package dev.lockstep.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.consume.CompactedTopic;
import dev.lockstep.kit.consume.Inbox;
import dev.lockstep.kit.consume.Parking;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The kit in a small service of its own, on a real broker. */
class KitIT {
    private static final Queue<Received> SEEN = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger LARGEST_BATCH = new AtomicInteger();
    private static ConfigurableApplicationContext service;
    private static String base;

    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = {MongoAutoConfiguration.class, DataMongoAutoConfiguration.class})
    static class SmallService {
        @Bean
        Inbox markers(Parking parking) {
            return new Inbox("markers", parking, batch -> {
                for (Received record : batch) {
                    if (!record.isTombstone() && record.message() instanceof SyncMarker marker && marker.app().equals("poison")) {
                        throw new IllegalArgumentException("cannot be handled");
                    }
                }
                LARGEST_BATCH.accumulateAndGet(batch.size(), Math::max);
                SEEN.addAll(batch);
            });
        }

        @Bean
        SmallRoutes routes() {
            return new SmallRoutes();
        }
    }

    @RestController
    static class SmallRoutes {
        @GetMapping("/for-operators")
        @Allowed(Role.OPERATOR)
        Map<String, Object> forOperators() {
            return Map.of("caller", Caller.current().subject());
        }

        @GetMapping("/forgotten")
        String forgotten() {
            return "nobody may see this";
        }

        @GetMapping("/broken")
        @Allowed(Role.OPERATOR)
        String broken() {
            throw Problem.conflict("taken", "The name is taken.", "Choose another name.");
        }
    }

    @BeforeAll
    static void start() {
        service = new SpringApplicationBuilder(SmallService.class).run(
                "--spring.config.import=classpath:kit.yml", "--server.port=0", "--lockstep.service=small",
                "--lockstep.kafka.brokers=" + TestPlatform.brokers(), "--lockstep.keys-directory=" + TestPlatform.keys(),
                "--spring.cloud.function.definition=markers",
                "--spring.cloud.stream.bindings.markers-in-0.destination=directory.changes.v1,account.desired.v1",
                "--spring.cloud.stream.bindings.markers-in-0.group=small",
                "--spring.cloud.stream.bindings.markers-in-0.consumer.multiplex=true");
        base = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Envelope<?> marker(String app, int n) {
        return Codec.envelope(app + n, "test", app, Instant.EPOCH, new SyncMarker(app, "s", n, 8));
    }

    @Test
    void batches_arrive_decoded_with_keys_and_positions_and_garbage_is_parked() {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        List<Outgoing> messages = new ArrayList<>(IntStream.range(0, 500)
                .mapToObj(n -> Outgoing.of(Topic.DIRECTORY_CHANGES, "key-" + n, marker("fine", n))).toList());
        messages.add(Outgoing.of(Topic.DIRECTORY_CHANGES, "key-7", marker("poison", 1)));
        messages.add(Outgoing.tombstone(Topic.ACCOUNT_DESIRED, "gone"));

        publisher.publish(messages);
        publisher.send(new ProducerRecord<>(Topic.DIRECTORY_CHANGES.topicName(), "key-9", "garbage".getBytes(StandardCharsets.UTF_8)));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(SEEN.stream().filter(r -> r.key() != null && r.key().startsWith("key-")).map(Received::key).distinct()).hasSize(500);
            assertThat(SEEN).anySatisfy(r -> {
                assertThat(r.key()).isEqualTo("gone");
                assertThat(r.isTombstone()).isTrue();
            });
        });
        assertThat(LARGEST_BATCH.get()).isGreaterThan(1);
        assertThat(parked()).extracting(r -> header(r, "lockstep-code"))
                .contains("handler-failed", "undecodable");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(service.getBean(ConsumerLag.class)
                .of("small", List.of("directory.changes.v1", "account.desired.v1"))).isZero());
    }

    private static List<org.apache.kafka.clients.consumer.ConsumerRecord<String, byte[]>> parked() {
        try (var reader = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", TestPlatform.brokers()),
                new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> twin = List.of(new TopicPartition("directory.changes.v1.parked", 0));
            reader.assign(twin);
            reader.seekToBeginning(twin);
            List<org.apache.kafka.clients.consumer.ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                reader.poll(Duration.ofMillis(200)).forEach(found::add);
                return found.size() >= 2;
            });
            return found;
        }
    }

    private static String header(org.apache.kafka.clients.consumer.ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void a_compacted_topic_is_read_to_its_end_and_then_followed() {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, "one", marker("one", 1))));
        Map<String, Integer> seen = new ConcurrentHashMap<>();
        CompactedTopic topic = new CompactedTopic(TestPlatform.brokers(), Topic.APP_CONFIG,
                (key, value) -> seen.put(key, value == null ? 0 : value.length));
        topic.start();
        try {
            assertThat(seen).containsKey("one");

            publisher.publish(List.of(Outgoing.tombstone(Topic.APP_CONFIG, "one")));

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(seen).containsEntry("one", 0));
        } finally {
            topic.stop();
        }
    }

    private static HttpResponse<String> get(String path, String authorization) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void routes_admit_only_the_roles_that_they_name() throws Exception {
        assertThat(get("/for-operators", "").statusCode()).isEqualTo(401);
        assertThat(get("/for-operators", "Bearer nonsense").statusCode()).isEqualTo(401);
        assertThat(get("/for-operators", TestPlatform.bearer("a", Role.AUDITOR)).statusCode()).isEqualTo(403);
        assertThat(get("/for-operators", TestPlatform.bearer("o", Role.OPERATOR)).body()).contains("token:o");
        assertThat(get("/for-operators", TestPlatform.bearer("root", Role.ADMIN)).statusCode()).isEqualTo(200);
        assertThat(get("/forgotten", TestPlatform.bearer("root", Role.ADMIN)).statusCode()).isEqualTo(403);
        assertThat(get("/actuator/health", "").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus", "").statusCode()).isEqualTo(401);
        assertThat(get("/actuator/prometheus", TestPlatform.bearer("o", Role.OPERATOR)).body()).contains("lockstep_parked");
        assertThat(get("/internal/meters", TestPlatform.bearer("o", Role.OPERATOR)).body()).contains("\"name\":\"lockstep.parked\"", "\"tags\":[\"topic\",\"code\"]");
        assertThat(get("/internal/meters", TestPlatform.bearer("s", Role.SOURCE)).statusCode()).isEqualTo(403);
    }

    @Test
    void an_error_says_what_why_and_what_next() throws Exception {
        HttpResponse<String> answer = get("/broken", TestPlatform.bearer("o", Role.OPERATOR));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"taken\"", "\"next\":\"Choose another name.\"",
                answer.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(get("/nowhere", TestPlatform.bearer("o", Role.OPERATOR)).body()).contains("\"code\":\"not-found\"");
    }
}
