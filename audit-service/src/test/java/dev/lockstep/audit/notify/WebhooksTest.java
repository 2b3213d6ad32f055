package dev.lockstep.audit.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.Ed25519Verify;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.audit.Samples;
import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.fact.Notice;
import dev.lockstep.audit.ledger.ActivityQuery;
import dev.lockstep.audit.ledger.InMemoryLedger;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.net.AddressPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to a real server of this machine. */
class WebhooksTest {
    private record Call(Map<String, List<String>> headers, String path, byte[] body) {
        String header(String name) {
            return headers.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(name)).findFirst().orElseThrow().getValue().getFirst();
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    private Instant now = Samples.T0;
    private final Clock moving = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final InMemoryEpisodes episodes = new InMemoryEpisodes(Duration.ofDays(9));
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Recipients recipients = new Recipients();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WebhookKey key = new WebhookKey(new OctetKeyPairGenerator(Curve.Ed25519).generate());
    private HttpServer server;
    private volatile Answer answer = exchange -> exchange.sendResponseHeaders(204, -1);
    private HttpHookPost post = post("127.0.0.0/8");

    WebhooksTest() throws Exception {
    }

    private static HttpHookPost post(String... allowed) {
        return new HttpHookPost(new AddressPolicy(List.of(allowed), InetAddress::getAllByName), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                calls.add(new Call(Map.copyOf(exchange.getRequestHeaders()), exchange.getRequestURI().toString(), exchange.getRequestBody().readAllBytes()));
                answer.give(exchange);
            }
        });
        server.start();
        configure("pingboard", "/hooks/lockstep?x=1", true);
    }

    @AfterEach
    void close() {
        server.stop(0);
        post.close();
    }

    private void configure(String app, @Nullable String path, boolean onFailure) {
        String url = path == null ? null : "http://127.0.0.1:" + server.getAddress().getPort() + path;
        AppConfig config = new AppConfig(app, "Ping Board", "pingboard", 1, "https://p.test", null, AppConfig.TargetProfile.standard(),
                new AppConfig.Limits(4, 0), AppConfig.Provisioning.ON, AppConfig.OnPurge.DISABLE, new AppConfig.Notifications(null, onFailure, url),
                new AppConfig.RemovalThreshold(500, 10));
        recipients.changed(app, Codec.encode(Codec.envelope("c", "mapping", app, now, config)));
    }

    private Webhooks webhooks() {
        return new Webhooks(episodes, recipients, ledger, post, key, Duration.ofSeconds(10), moving, meters);
    }

    private void fails(String app, String code, String type, int count) {
        episodes.note(new Failure(app, code, type, "The app refuses jane.doe@example.org.", now, now, count), now);
    }

    private Hook hook(String app) {
        return episodes.of(app).getFirst().webhook();
    }

    private double counted(String result) {
        return meters.get("lockstep.audit.webhooks").tag("result", result).counter().count();
    }

    private String id() {
        return Notice.letterId("pingboard", "credentials-refused", Samples.T0);
    }

    @Test
    void an_episode_is_one_signed_call_that_names_nobody() throws Exception {
        fails("pingboard", "credentials-refused", "appWide", 30);
        fails("pingboard", "credentials-refused", "appWide", 12);

        webhooks().sendDue();
        webhooks().sendDue();

        assertThat(calls).hasSize(1);
        Call call = calls.getFirst();
        assertThat(call.path()).isEqualTo("/hooks/lockstep?x=1");
        assertThat(call.header("webhook-id")).isEqualTo(id());
        assertThat(call.header("webhook-timestamp")).isEqualTo(String.valueOf(now.getEpochSecond()));
        assertThat(call.header("content-type")).startsWith("application/json");
        String signed = call.header("webhook-id") + "." + call.header("webhook-timestamp") + "." + new String(call.body(), StandardCharsets.UTF_8);
        assertThat(call.header("webhook-signature")).startsWith("v1a,");
        assertThat(key.publicKey()).startsWith("whpk_");
        new Ed25519Verify(Base64.getDecoder().decode(key.publicKey().substring("whpk_".length())))
                .verify(Base64.getDecoder().decode(call.header("webhook-signature").substring("v1a,".length())), signed.getBytes(StandardCharsets.UTF_8));
        assertThat(call.json().propertyNames()).containsExactly("type", "app", "reason", "class", "episode", "startedAt", "counts", "next");
        assertThat(call.json().path("type").asString()).isEqualTo("app.failing");
        assertThat(call.json().path("reason").asString()).isEqualTo("credentials-refused");
        assertThat(call.json().path("episode").asString()).isEqualTo(id());
        assertThat(call.json().path("counts").path("failures").asInt()).isEqualTo(42);
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).doesNotContain("jane", "example.org");
        assertThat(hook("pingboard").state()).isEqualTo(Hook.State.SENT);
        assertThat(ledger.page(ActivityQuery.ALL, null, 9)).extracting(Fact::status).containsExactly("success");
        assertThat(counted("sent")).isEqualTo(1);
    }

    @Test
    void a_new_episode_is_a_call_of_its_own_and_one_that_is_over_says_when_it_ended() {
        fails("pingboard", "credentials-refused", "appWide", 1);
        webhooks().sendDue();
        episodes.recovered("pingboard", now.plusSeconds(10));
        now = now.plusSeconds(20);
        fails("pingboard", "credentials-refused", "appWide", 1);
        episodes.recovered("pingboard", now.plusSeconds(10));

        webhooks().sendDue();

        assertThat(calls).hasSize(2);
        assertThat(calls.getLast().header("webhook-id")).isNotEqualTo(calls.getFirst().header("webhook-id"));
        assertThat(calls.getLast().json().path("endedAt").asString()).isEqualTo(now.plusSeconds(10).toString());
    }

    @Test
    void a_receiver_that_fails_is_called_again_later_under_the_same_id() {
        answer = exchange -> exchange.sendResponseHeaders(calls.size() < 3 ? 500 : 200, -1);
        fails("pingboard", "credentials-refused", "appWide", 1);

        webhooks().sendDue();
        assertThat(hook("pingboard").dueAt()).isEqualTo(now.plusSeconds(10));
        webhooks().sendDue();
        assertThat(calls).hasSize(1);
        now = now.plusSeconds(10);
        webhooks().sendDue();
        assertThat(hook("pingboard").dueAt()).isEqualTo(now.plusSeconds(20));
        now = now.plusSeconds(20);
        webhooks().sendDue();

        assertThat(calls).hasSize(3).extracting(call -> call.header("webhook-id")).containsOnly(id());
        assertThat(hook("pingboard").state()).isEqualTo(Hook.State.SENT);
        assertThat(counted("postponed")).isEqualTo(2);
    }

    @Test
    void after_a_day_of_attempts_it_is_given_up_and_on_record() {
        answer = exchange -> exchange.sendResponseHeaders(503, -1);
        fails("pingboard", "credentials-refused", "appWide", 1);
        webhooks().sendDue();
        now = now.plus(Duration.ofHours(24));
        webhooks().sendDue();
        now = now.plus(Duration.ofHours(1));
        webhooks().sendDue();

        assertThat(calls).hasSize(2);
        assertThat(hook("pingboard").state()).isEqualTo(Hook.State.GIVEN_UP);
        assertThat(counted("gaveUp")).isEqualTo(1);
        assertThat(ledger.page(ActivityQuery.ALL, null, 9)).extracting(Fact::status).containsExactly("skipped");
    }

    @Test
    void a_receiver_that_wants_no_more_is_left_alone() {
        answer = exchange -> exchange.sendResponseHeaders(410, -1);
        fails("pingboard", "credentials-refused", "appWide", 1);

        webhooks().sendDue();

        assertThat(hook("pingboard").state()).isEqualTo(Hook.State.GIVEN_UP);
    }

    @Test
    void a_redirect_is_not_followed() {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        };
        fails("pingboard", "credentials-refused", "appWide", 1);

        webhooks().sendDue();

        assertThat(calls).hasSize(1);
        assertThat(hook("pingboard").note()).contains("307");
    }

    @Test
    void a_private_address_gets_not_one_byte_unless_the_operator_permits_it() {
        post.close();
        post = post();
        fails("pingboard", "credentials-refused", "appWide", 1);

        webhooks().sendDue();

        assertThat(calls).isEmpty();
        assertThat(hook("pingboard").state()).isEqualTo(Hook.State.SKIPPED);
        assertThat(ledger.page(ActivityQuery.ALL, null, 9).getFirst().summary()).contains("must not be called").doesNotContain("127.0.0.1");
    }

    @Test
    void an_answer_without_end_counts_by_its_status() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[8192];
            for (int i = 0; i < 10_000; i++) {
                exchange.getResponseBody().write(block);
            }
        };
        fails("pingboard", "credentials-refused", "appWide", 1);

        webhooks().sendDue();

        assertThat(hook("pingboard").state()).isEqualTo(Hook.State.SENT);
    }

    @Test
    void a_receiver_that_never_answers_costs_no_more_than_the_limit() {
        java.util.concurrent.CountDownLatch over = new java.util.concurrent.CountDownLatch(1);
        answer = exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        fails("pingboard", "credentials-refused", "appWide", 1);
        long start = System.nanoTime();

        webhooks().sendDue();
        over.countDown();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(hook("pingboard").state()).isEqualTo(Hook.State.DUE);
    }

    @Test
    void failed_accounts_are_told_only_when_the_app_wants_it_and_what_stops_the_app_always() {
        configure("pingboard", "/hook", false);
        configure("quiet", null, true);
        fails("pingboard", "refused-value", "permanent", 1);
        fails("quiet", "credentials-refused", "appWide", 1);
        webhooks().sendDue();
        assertThat(calls).isEmpty();
        assertThat(ledger.page(ActivityQuery.ALL, null, 9)).isEmpty();

        fails("pingboard", "removal-held", "hold", 1);
        webhooks().sendDue();

        assertThat(calls).singleElement().satisfies(call -> assertThat(call.json().path("type").asString()).isEqualTo("app.holding"));
    }
}
