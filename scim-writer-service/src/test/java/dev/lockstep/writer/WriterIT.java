package dev.lockstep.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Role;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.targets.ScimSdkApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service between a real broker, a real store and a SCIM server that others wrote. */
class WriterIT {
    private static ConfigurableApplicationContext service;
    private static EmbeddedStore store;
    private static ScimSdkApplication target;
    private static KafkaConsumer<String, byte[]> reader;
    private static final List<AccountOutcome> OUTCOMES = new ArrayList<>();

    @BeforeAll
    static void start() {
        store = EmbeddedStore.open(TestPlatform.directory("store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(50));
        target = ScimSdkApplication.start(0, "secret", 0);
        service = WriterApplication.start("--server.port=0", "--lockstep.kafka.brokers=" + TestPlatform.brokers(),
                "--lockstep.mongo.url=" + store.uri(), "--lockstep.keys-directory=" + TestPlatform.keys(),
                "--lockstep.allowed-targets=127.0.0.0/8", "--lockstep.writer.deadline=5s");
        reader = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", TestPlatform.brokers()), new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = reader.partitionsFor(Topic.ACCOUNT_OUTCOMES.topicName()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
    }

    @AfterAll
    static void stop() {
        reader.close();
        service.close();
        target.close();
        store.close();
    }

    private static List<AccountOutcome> outcomes(String app) {
        reader.poll(Duration.ofMillis(100)).forEach(r -> OUTCOMES.add((AccountOutcome) Codec.decode(r.value()).data()));
        return OUTCOMES.stream().filter(o -> o.app().equals(app)).toList();
    }

    @Test
    void two_hundred_desires_become_two_hundred_accounts_and_each_outcome_is_told_once() {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        var config = Desires.app("journey", target.baseUrl(), "secret");
        publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, "journey", Codec.envelope("c1", "mapping", "journey", Instant.now(), config))));
        publish(publisher, IntStream.range(0, 200).mapToObj(n -> Desires.anybody("journey", "p" + n)).toList());

        await().atMost(Duration.ofSeconds(40)).until(() -> outcomes("journey").size() >= 200);
        assertThat(outcomes("journey").stream().map(o -> o.result() + " " + o.action()).collect(Collectors.toSet())).containsExactly("APPLIED CREATE");
        assertThat(outcomes("journey").size()).isEqualTo(200);
        assertThat(outcomes("journey").stream().map(AccountOutcome::factId).collect(Collectors.toSet()).size()).isEqualTo(200);

        publish(publisher, List.of(Desires.anybody("journey", "p7").with("displayName", "New name").version(2),
                Desires.anybody("journey", "p8").state(State.DISABLED).version(2)));

        await().atMost(Duration.ofSeconds(20)).until(() -> outcomes("journey").size() >= 202);
        assertThat(outcomes("journey").stream().filter(o -> o.version() == 2)).extracting(AccountOutcome::action)
                .containsExactlyInAnyOrder(Action.UPDATE, Action.DISABLE);
    }

    private static HttpResponse<String> call(String method, String path, String body, Role... roles) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path))
                    .header("Authorization", TestPlatform.bearer("t", roles)).header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void the_connection_test_works_before_anything_is_saved_and_never_sends_the_saved_token_elsewhere() throws Exception {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        var config = Desires.app("tested", target.baseUrl(), "secret");
        publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, "tested", Codec.envelope("c2", "mapping", "tested", Instant.now(), config))));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(call("POST", "/api/v1/apps/tested/connection-test", "{}", Role.ADMIN).body()).contains("\"ok\":true"));
        String path = "/api/v1/apps/unsaved/connection-test";

        assertThat(call("POST", path, "{\"tenantUrl\":\"" + target.baseUrl() + "\",\"secretToken\":\"secret\"}", Role.ADMIN).body())
                .contains("\"ok\":true", "users-query");
        assertThat(call("POST", path, "{\"tenantUrl\":\"" + target.baseUrl() + "\",\"secretToken\":\"wrong\"}", Role.ADMIN).body())
                .contains("\"ok\":false", "credentials-refused");
        assertThat(call("POST", path, "{\"tenantUrl\":\"https://10.0.0.1/scim\",\"secretToken\":\"secret\"}", Role.ADMIN).body()).contains("address-refused");
        HttpResponse<String> elsewhere = call("POST", "/api/v1/apps/tested/connection-test", "{\"tenantUrl\":\"http://127.0.0.1:1/scim\"}", Role.ADMIN);
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(elsewhere.body()).contains("secret-required");
        assertThat(call("POST", path, "{}", Role.OPERATOR).statusCode()).isEqualTo(403);
    }

    @Test
    void accounts_progress_and_requests_can_be_read() throws Exception {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        var config = Desires.app("shown", target.baseUrl(), "secret");
        publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, "shown", Codec.envelope("c3", "mapping", "shown", Instant.now(), config))));
        publish(publisher, IntStream.range(0, 5).mapToObj(n -> Desires.anybody("shown", "s" + n).sync("sync-1")).toList());
        publish(publisher, List.of(Desires.anybody("shown", "s9").request("request-1")));
        publisher.publish(IntStream.range(0, 8).mapToObj(n -> {
            SyncMarker marker = new SyncMarker("shown", "sync-1", n, 8);
            return Outgoing.toPartition(Topic.ACCOUNT_DESIRED, n, marker.key(), Codec.envelope("m" + n, "mapping", "shown", Instant.now(), marker));
        }).toList());

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(call("GET", "/internal/apps/shown/progress?syncId=sync-1", "", Role.OPERATOR).body())
                .contains("\"sync\":{\"rows\":5,\"settled\":5,\"failed\":0,\"complete\":true}", "\"writer\":0"));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(call("GET", "/internal/apps/shown/attempts/request-1", "", Role.OPERATOR).body())
                .contains("\"done\":true", "\"action\":\"create\"", "\"name\":\"match\""));
        assertThat(call("GET", "/api/v1/accounts?app=shown&user=S3@example.com", "", Role.AUDITOR).body())
                .contains("\"objectId\":\"s3\"", "\"state\":\"active\"", "\"targetId\":\"").doesNotContain("s4@");
        publish(publisher, List.of(Desires.anybody("shown", "s8").manager("nobody-yet")));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(call("GET", "/api/v1/waiting?app=shown&limit=5", "", Role.AUDITOR).body())
                .contains("\"objectId\":\"s8\"", "\"waitsFor\":[\"nobody-yet\"]", "\"since\":\"20", "\"nextCursor\":null"));
        assertThat(call("GET", "/api/v1/waiting?cursor=eA", "", Role.AUDITOR).body()).contains("bad-cursor");
        assertThat(call("GET", "/api/v1/accounts?app=shown&state=active&limit=2", "", Role.AUDITOR).body()).contains("nextCursor\":\"");
        assertThat(call("GET", "/api/v1/accounts?state=nonsense", "", Role.AUDITOR).statusCode()).isEqualTo(400);
        String desired = tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(Desires.anybody("shown", "s3").with("title", "Boss").version(9).desired());
        assertThat(call("POST", "/internal/apps/shown/dry-run", desired, Role.OPERATOR).body()).contains("\"action\":\"update\"", "\"attribute\":\"title\"");
        String nobody = tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(Desires.anybody("shown", "s77").desired());
        assertThat(call("POST", "/internal/forecast", "{\"desires\":[" + desired + "," + nobody + "]}", Role.OPERATOR).body()).isEqualTo("""
                {"items":[{"app":"shown","objectId":"s3","action":"update"},{"app":"shown","objectId":"s77","action":"create"}]}""");
    }

    @Test
    void held_removals_and_failures_are_listed_and_decided_with_a_reason() throws Exception {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        var config = Desires.app("guarded", target.baseUrl(), "secret", dev.lockstep.contracts.AppConfig.TargetProfile.standard(),
                dev.lockstep.contracts.AppConfig.Provisioning.ON, 1, new dev.lockstep.contracts.AppConfig.RemovalThreshold(0, 0));
        publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, "guarded", Codec.envelope("c4", "mapping", "guarded", Instant.now(), config))));
        publish(publisher, List.of(Desires.anybody("guarded", "g1"), Desires.anybody("guarded", "g2"), Desires.anybody("guarded", "bad").with("userName", "")));
        await().atMost(Duration.ofSeconds(30)).until(() -> outcomes("guarded").size() >= 3);
        publish(publisher, List.of(Desires.anybody("guarded", "g1").version(2).state(State.DISABLED)));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(call("GET", "/api/v1/holds?app=guarded", "", Role.AUDITOR).body())
                .contains("\"id\":\"guarded/g1\"", "\"action\":\"disable\""));
        assertThat(call("GET", "/internal/apps/guarded/progress", "", Role.OPERATOR).body()).contains("\"held\":1");
        assertThat(call("GET", "/api/v1/failures?app=guarded&class=permanent", "", Role.AUDITOR).body())
                .contains("\"id\":\"guarded/bad\"", "\"class\":\"permanent\"", "\"next\":\"", "\"firstAt\":\"");
        assertThat(call("GET", "/api/v1/failures?app=guarded&cause=event-1&until=2100-01-01T00:00:00Z", "", Role.AUDITOR).body()).contains("\"id\":\"guarded/bad\"");
        assertThat(call("GET", "/api/v1/failures?app=guarded&cause=event-9", "", Role.AUDITOR).body()).contains("\"items\":[]");
        assertThat(call("POST", "/internal/failures", "{\"ids\":[\"guarded/bad\",\"guarded/g1\",\"guarded/none\"]}", Role.OPERATOR).body())
                .contains("\"id\":\"guarded/bad\"").doesNotContain("guarded/g1");
        assertThat(call("GET", "/api/v1/failures?since=yesterday", "", Role.AUDITOR).body()).contains("bad-time");
        assertThat(call("GET", "/api/v1/failures/codes", "", Role.AUDITOR).body()).contains("\"code\":\"removal-held\"", "\"likelyCause\"");

        assertThat(call("POST", "/api/v1/holds/release", "{\"ids\":[\"guarded/g1\"]}", Role.OPERATOR).body()).contains("reason-required");
        assertThat(call("POST", "/api/v1/holds/release", "{\"reason\":\"why\"}", Role.OPERATOR).body()).contains("bad-selection");
        assertThat(call("POST", "/api/v1/holds/release", "{\"ids\":[\"guarded/g1\"],\"reason\":\"why\"}", Role.AUDITOR).statusCode()).isEqualTo(403);
        assertThat(call("POST", "/api/v1/holds/release", "{\"ids\":[\"guarded/g1\"],\"reason\":\"left\"}", Role.OPERATOR).body()).contains("\"done\":1");
        await().atMost(Duration.ofSeconds(30)).until(() -> outcomes("guarded").stream().anyMatch(o -> o.action() == Action.DISABLE));
        assertThat(call("GET", "/api/v1/holds?app=guarded", "", Role.OPERATOR).body()).contains("\"items\":[]");
    }

    @Test
    void a_reconciliation_is_begun_watched_and_read_and_its_repairs_follow() throws Exception {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        var config = Desires.app("compared", target.baseUrl(), "secret");
        publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, "compared", Codec.envelope("c5", "mapping", "compared", Instant.now(), config))));
        publish(publisher, List.of(Desires.anybody("compared", "r1"), Desires.anybody("compared", "r2"), Desires.anybody("compared", "r3")));
        await().atMost(Duration.ofSeconds(30)).until(() -> outcomes("compared").size() >= 3);
        String gone = outcomes("compared").stream().filter(o -> o.objectId().equals("r2")).findFirst().orElseThrow().targetId();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create(target.baseUrl() + "/Users/" + gone)).header("Authorization", "Bearer secret").DELETE().build(),
                    HttpResponse.BodyHandlers.ofString());
        }
        String path = "/api/v1/apps/compared/reconciliations";

        assertThat(call("POST", path, "{}", Role.AUDITOR).statusCode()).isEqualTo(403);
        assertThat(call("POST", "/api/v1/apps/nobody/reconciliations", "{}", Role.OPERATOR).statusCode()).isEqualTo(404);
        HttpResponse<String> begun = call("POST", path, "{\"dryRun\":false}", Role.OPERATOR);
        assertThat(begun.statusCode()).isEqualTo(202);
        String id = tools.jackson.databind.json.JsonMapper.shared().readTree(begun.body()).path("id").asString();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(call("GET", path + "/" + id, "", Role.AUDITOR).body())
                .contains("\"state\":\"done\"", "\"linked\":2", "\"vanished\":1", "\"drifted\":0", "\"repaired\":1"));

        assertThat(call("GET", path + "/" + id + "/findings?kind=vanished", "", Role.AUDITOR).body())
                .contains("\"objectId\":\"r2\"", "\"action\":\"recreate\"", "\"repaired\":true").doesNotContain("\"orphan\"");
        assertThat(call("GET", path + "/" + id + "/findings?kind=nonsense", "", Role.AUDITOR).statusCode()).isEqualTo(400);
        assertThat(call("GET", path + "?limit=1", "", Role.AUDITOR).body()).contains("\"id\":\"" + id + "\"", "\"nextCursor\":null");
        assertThat(call("GET", "/api/v1/apps/guarded/reconciliations/" + id, "", Role.AUDITOR).statusCode()).isEqualTo(404);
        assertThat(call("POST", path + "/" + id + "/cancel", "", Role.OPERATOR).statusCode()).isEqualTo(409);
        await().atMost(Duration.ofSeconds(30)).until(() -> outcomes("compared").stream().anyMatch(o -> id.equals(o.requestId()) && o.action() == Action.CREATE));
    }

    @Test
    void every_route_names_the_roles_that_it_admits() {
        var mapping = service.getBean("requestMappingHandlerMapping", org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping.class);

        assertThat(mapping.getHandlerMethods().values().stream().filter(h -> h.getBeanType().getName().startsWith("dev.lockstep.")))
                .isNotEmpty().allMatch(h -> h.hasMethodAnnotation(dev.lockstep.kit.web.Allowed.class));
    }

    @Test
    void a_writer_with_another_key_refuses_to_start() {
        java.nio.file.Path otherKeys = TestPlatform.directory("keys");
        dev.lockstep.kit.security.KeyFiles.create(otherKeys);

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> dev.lockstep.writer.secret.KeyCheck.opener(otherKeys, service.getBean(com.mongodb.client.MongoDatabase.class)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("is not the one");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> dev.lockstep.writer.secret.KeyCheck.opener(otherKeys.resolve("none"),
                service.getBean(com.mongodb.client.MongoDatabase.class))).isInstanceOf(IllegalStateException.class).hasMessageContaining("missing");
    }

    private static void publish(KafkaPublisher publisher, List<Desires> desires) {
        publisher.publish(desires.stream().map(d -> Outgoing.of(Topic.ACCOUNT_DESIRED, d.desired().key(), d.envelope())).toList());
    }
}
