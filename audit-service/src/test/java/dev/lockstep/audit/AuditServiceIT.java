package dev.lockstep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Role;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a real broker, a store and a mail server. */
class AuditServiceIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private static ConfigurableApplicationContext service;
    private static String base;
    private static String auditor;

    @BeforeAll
    static void start() {
        MAIL.start();
        service = run();
        base = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
        auditor = TestPlatform.bearer("auditor", Role.AUDITOR);
    }

    private static ConfigurableApplicationContext run() {
        return AuditApplication.start("--server.port=0", "--lockstep.kafka.brokers=" + TestPlatform.brokers(), "--lockstep.mongo.url=" + TestStore.uri(),
                "--lockstep.keys-directory=" + TestPlatform.keys(), "--lockstep.mail.host=127.0.0.1", "--lockstep.mail.port=" + MAIL.getSmtp().getPort(),
                "--lockstep.audit.retention-days=40000", "--lockstep.mail.poll=200ms");
    }

    @AfterAll
    static void stop() {
        service.close();
        MAIL.stop();
        HTTP.close();
    }

    private static void publish(List<Outgoing> messages) {
        service.getBean(KafkaPublisher.class).publish(messages);
    }

    private static Outgoing outcome(AccountOutcome outcome) {
        return Outgoing.of(Topic.ACCOUNT_OUTCOMES, outcome.app() + "/" + outcome.objectId(), Samples.envelope(outcome));
    }

    private static Outgoing change(String source, String eventId, String objectId) {
        return Outgoing.of(Topic.DIRECTORY_CHANGES, objectId, Samples.change(source, eventId, objectId));
    }

    private static Outgoing activity(String id, String action, String status, String app) {
        Envelope<?> envelope = Samples.envelope(Samples.activity(id, action, status, app, Samples.T0.plusSeconds(3)));
        return Outgoing.of(Topic.ACTIVITY, id, envelope);
    }

    private static HttpResponse<String> get(String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode items(String query) throws Exception {
        HttpResponse<String> answer = get("/api/v1/activities?" + query, auditor);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("items");
    }

    private static void settled() {
        await().atMost(Duration.ofSeconds(30)).until(() -> service.getBean(ConsumerLag.class)
                .of("audit", List.of(Topic.DIRECTORY_CHANGES.topicName(), Topic.ACCOUNT_OUTCOMES.topicName(), Topic.ACTIVITY.topicName())) == 0);
    }

    @Test
    void receivers_of_webhooks_can_read_the_public_key() throws Exception {
        assertThat(get("/api/v1/webhook-key", auditor).body()).contains("\"algorithm\":\"ed25519\"", "\"publicKey\":\"whpk_");
        assertThat(get("/api/v1/webhook-key", "").statusCode()).isEqualTo(401);
    }

    @Test
    void everything_published_once_or_twice_is_recorded_exactly_once() throws Exception {
        List<Outgoing> messages = new ArrayList<>();
        IntStream.range(0, 300).forEach(n -> {
            messages.add(change("once", "evt-" + n, "o" + n));
            messages.add(outcome(Samples.applied("once", "o" + n, n)));
            messages.add(activity("once-act-" + n, "scope", "skipped", "once"));
        });
        publish(messages);
        publish(messages.subList(0, 450));
        settled();

        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = JSON.readTree(get("/api/v1/activities?limit=70&q=once&cursor=" + cursor, auditor).body());
            page.get("items").forEach(item -> ids.add(item.get("id").stringValue()));
            cursor = page.get("nextCursor").isNull() ? "" : page.get("nextCursor").stringValue();
        } while (!cursor.isEmpty());
        assertThat(ids).doesNotHaveDuplicates().hasSize(600);
        assertThat(items("action=inputAccepted&limit=500&user=o7")).hasSize(1);
        JsonNode counts = JSON.readTree(get("/internal/apps/once/summary?hours=1", auditor).body()).get("counts");
        assertThat(counts).as("all of it is longer ago").isEmpty();
        assertThat(items("app=once&action=create&user=O7@example.TEST")).hasSize(1).first()
                .satisfies(item -> assertThat(item.get("latencyMs").longValue()).isEqualTo(120));
    }

    @Test
    void what_a_source_event_led_to_is_found_by_its_id() throws Exception {
        publish(List.of(change("hr", "evt-8001", "c1"), outcome(Samples.applied("caused", "c1", 8001)), outcome(Samples.applied("caused-too", "c1", 8001))));
        settled();

        assertThat(items("cause=" + URLEncoder.encode("hr/evt-8001", StandardCharsets.UTF_8))).hasSize(3);
        assertThat(JSON.readTree(get("/internal/causes/hr/evt-8001", auditor).body()).get("items")).hasSize(3);
        String id = items("cause=hr/evt-8001&action=inputAccepted").get(0).get("id").stringValue();
        JsonNode one = JSON.readTree(get("/api/v1/activities/" + id, auditor).body());
        assertThat(one.get("changes")).isNotEmpty();
        assertThat(one.get("error").isNull()).isTrue();
        assertThat(one.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_failing_app_is_told_once_by_mail_also_by_a_restarted_service() throws Exception {
        AppConfig config = new AppConfig("failing", "Failing", "scim", 1, "https://p.test", null, AppConfig.TargetProfile.standard(),
                new AppConfig.Limits(4, 0), AppConfig.Provisioning.ON, AppConfig.OnPurge.DISABLE, new AppConfig.Notifications("ops@example.test", true),
                new AppConfig.RemovalThreshold(500, 10));
        publish(List.of(Outgoing.of(Topic.APP_CONFIG, "failing", Codec.envelope("c1", "mapping", "failing", Samples.T0, config))));
        await().until(() -> service.getBean(dev.lockstep.audit.notify.Recipients.class).of("failing").isPresent());
        List<Outgoing> failures = IntStream.range(0, 20).mapToObj(n -> outcome(Samples.outcome("failing", "f" + n, n, Result.RETRYING, Action.CREATE,
                Samples.failure("appWide", "unauthorized")))).toList();
        publish(failures.subList(0, 10));
        await().atMost(Duration.ofSeconds(20)).until(() -> MAIL.getReceivedMessages().length > 0);
        try (ConfigurableApplicationContext replica = run()) {
            publish(failures);
            settled();
            await().atMost(Duration.ofSeconds(10)).until(() -> items("app=failing&action=create&limit=100").size() == 20);
            assertThat(replica.isRunning()).isTrue();
        }
        settled();

        assertThat(MAIL.getReceivedMessages()).hasSize(1);
        assertThat(MAIL.getReceivedMessages()[0].getSubject()).contains("Failing", "unauthorized");
        await().untilAsserted(() -> assertThat(JSON.readTree(get("/internal/apps/failing/notifications", auditor).body()).get("items").get(0).get("mail").stringValue())
                .isEqualTo("SENT"));
        assertThat(items("app=failing&status=failure&q=unauth&limit=100")).hasSize(20);
    }

    @Test
    void an_export_takes_the_same_filters_and_leaves_a_trace() throws Exception {
        publish(IntStream.range(0, 1_200).mapToObj(n -> outcome(Samples.applied("exported", "=e" + n, n))).toList());
        settled();

        HttpResponse<String> csv = get("/api/v1/activities/export?format=csv&app=exported", auditor);
        HttpResponse<String> lines = get("/api/v1/activities/export?format=jsonl&app=exported&q=%C3%B6berg11", auditor);

        assertThat(csv.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"lockstep-activities.csv\"");
        List<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv.body()).stream().toList();
        assertThat(rows).hasSize(1_200).allSatisfy(row -> assertThat(row.getField("objectId")).startsWith("'=e"));
        assertThat(lines.body().lines()).hasSize(111).allSatisfy(line -> assertThat(JSON.readTree(line).get("app").stringValue()).isEqualTo("exported"));
        assertThat(get("/api/v1/activities/export?format=xlsx", auditor).statusCode()).isEqualTo(400);
        settled();
        await().untilAsserted(() -> assertThat(items("action=read")).hasSizeGreaterThanOrEqualTo(2).anySatisfy(item -> {
            assertThat(item.get("initiator").stringValue()).isEqualTo("token:auditor");
            assertThat(item.get("detail").get("filter").get("app").stringValue()).isEqualTo("exported");
        }));
    }

    @Test
    void values_that_cannot_be_are_refused_with_their_names_and_operators_are_only_text() throws Exception {
        String bad = "app=%7B%22$ne%22:null%7D&status=maybe&action=erase&from=yesterday&q=a+b+c+d+e+f+g+h+i";
        HttpResponse<String> answer = get("/api/v1/activities?" + bad, auditor);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("errors")).extracting(e -> e.get("pointer").stringValue())
                .containsExactlyInAnyOrder("app", "status", "action", "from", "q");
        assertThat(items("user=%7B%22$ne%22:null%7D")).isEmpty();
        assertThat(items("q=.*")).isEmpty();
        assertThat(get("/api/v1/activities?from=%2B999999-01-01T00:00:00Z", auditor).statusCode()).isEqualTo(400);
        assertThat(items("from=2026-03-03&to=2026-03-04T00:00:00%2B01:00&app=nobody")).isEmpty();
        assertThat(get("/api/v1/activities?cursor=nonsense", auditor).statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/activities?cursor=bm9uc2Vuc2U", auditor).statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/activities?limit=501", auditor).statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/activities/nothing", auditor).statusCode()).isEqualTo(404);
    }

    @Test
    void readers_are_admitted_and_sources_are_not() throws Exception {
        for (String path : List.of("/api/v1/activities", "/api/v1/activities/export?format=jsonl&app=nobody", "/internal/causes/a/b", "/internal/apps/a/notifications",
                "/internal/apps/a/summary")) {
            assertThat(get(path, "").statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, TestPlatform.bearer("s", Role.SOURCE)).statusCode()).as(path).isEqualTo(403);
            for (Role role : List.of(Role.ADMIN, Role.AUDITOR, Role.OPERATOR)) {
                assertThat(get(path, TestPlatform.bearer("r", role)).statusCode()).as(path + role).isEqualTo(200);
            }
        }
    }

    @Test
    void every_route_names_its_roles_and_stands_in_the_description() throws Exception {
        service.getBeansOfType(RequestMappingHandlerMapping.class).values().forEach(mapping -> mapping.getHandlerMethods().forEach((route, method) -> {
            if (method.getBeanType().getName().startsWith("dev.lockstep.")) {
                assertThat(method.getMethodAnnotation(Allowed.class)).as("%s", route).isNotNull();
            }
        }));
        assertThat(get("/internal/openapi", auditor).body()).contains("/api/v1/activities/export", "/api/v1/activities/{id}");
    }
}
