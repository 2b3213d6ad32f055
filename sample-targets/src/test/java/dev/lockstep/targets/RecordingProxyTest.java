package dev.lockstep.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingProxyTest {

    private static final String TOKEN = "t0ken";

    private final ScimStub upstream = ScimStub.start(0, TOKEN, 0);
    private RecordingProxy proxy;
    private Scim scim;

    @BeforeEach
    void start() {
        proxy = RecordingProxy.start(upstream.baseUrl());
        scim = new Scim(proxy.baseUrl(), TOKEN);
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    @Test
    void requests_pass_unchanged_and_are_written_down() throws Exception {
        Scim.Reply created = scim.send("POST", "/Users", Scim.user("zoë"), "Idempotency-Key", "op-1");
        assertThat(created.status()).isEqualTo(201);
        String id = created.json().path("id").asString();
        assertThat(scim.find("Users", "userName", "zoë").json().path("totalResults").asInt()).isEqualTo(1);
        assertThat(scim.patch("/Users/" + id, """
                {"op":"replace","path":"active","value":false}""").status()).isEqualTo(200);
        assertThat(scim.post("/Users", Scim.user("zoë")).status()).isEqualTo(409);
        assertThat(scim.send("DELETE", "/Users/" + id, "").status()).isEqualTo(204);

        assertThat(proxy.journal()).extracting(Exchange::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        Exchange first = proxy.journal().getFirst();
        assertThat(first.path()).isEqualTo("/scim/v2/Users");
        assertThat(first.body()).contains("zoë");
        assertThat(first.answer()).contains(id);
        assertThat(proxy.journal().get(1).path()).startsWith("/scim/v2/Users?filter=userName");
        assertThat(proxy.effects()).containsExactly(
                new Effect(1, Effect.Kind.CREATE, "Users", id, "zoë", "op-1"),
                new Effect(3, Effect.Kind.PATCH, "Users", id, null, null),
                new Effect(5, Effect.Kind.DELETE, "Users", id, null, null));
    }

    @Test
    void an_answer_can_be_lost_after_the_effect() throws Exception {
        proxy.onRequest(e -> e.isMutation() ? Behaviour.commitThenClose() : Behaviour.pass());
        assertThatThrownBy(() -> scim.post("/Users", Scim.user("lost"))).isInstanceOf(IOException.class);
        assertThat(upstream.size()).isEqualTo(1);
        assertThat(proxy.effects()).singleElement().satisfies(e -> assertThat(e.userName()).isEqualTo("lost"));
        assertThat(proxy.journal().getFirst().status()).isEqualTo(201);
        assertThat(proxy.journal().getFirst().answered()).isZero();
    }

    @Test
    void an_answer_can_be_falsified_after_the_effect() throws Exception {
        proxy.onRequest(_ -> Behaviour.commitThenAnswer(503));
        assertThat(scim.post("/Users", Scim.user("falsified")).status()).isEqualTo(503);
        assertThat(upstream.size()).isEqualTo(1);
        assertThat(proxy.effects()).hasSize(1);
    }

    @Test
    void a_request_can_be_kept_from_the_application() throws Exception {
        proxy.onRequest(_ -> Behaviour.answer(429, Map.of("Retry-After", "7"), "{}"));
        Scim.Reply refused = scim.post("/Users", Scim.user("kept"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("7");
        proxy.onRequest(_ -> Behaviour.close());
        assertThatThrownBy(() -> scim.post("/Users", Scim.user("kept"))).isInstanceOf(IOException.class);
        assertThat(upstream.size()).isZero();
        assertThat(proxy.effects()).isEmpty();
        assertThat(proxy.journal()).hasSizeGreaterThanOrEqualTo(2).allMatch(e -> e.status() == 0);
    }

    @Test
    void a_request_can_be_delayed() throws Exception {
        proxy.onRequest(_ -> Behaviour.delay(Duration.ofMillis(100)));
        long before = System.nanoTime();
        assertThat(scim.get("/Users").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void the_effect_of_a_caller_that_died_is_completed_and_written_down() throws Exception {
        var arrived = new CountDownLatch(1);
        var mayGoOn = new CountDownLatch(1);
        proxy.onRequest(_ -> {
            arrived.countDown();
            awaitLatch(mayGoOn);
            return Behaviour.pass();
        });
        byte[] body = Scim.user("orphan").getBytes(StandardCharsets.UTF_8);
        try (Socket caller = new Socket("127.0.0.1", proxy.baseUrl().getPort())) {
            caller.setSoLinger(true, 0);
            caller.getOutputStream().write(("POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN
                    + "\r\nContent-Type: application/scim+json\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes());
            caller.getOutputStream().write(body);
            caller.getOutputStream().flush();
            awaitLatch(arrived);
        }
        mayGoOn.countDown();
        await().untilAsserted(() -> assertThat(proxy.effects()).hasSize(1));
        assertThat(upstream.size()).isEqualTo(1);
    }

    @Test
    void an_upstream_that_is_down_is_a_bad_gateway() throws Exception {
        upstream.close();
        assertThat(scim.post("/Users", Scim.user("down")).status()).isEqualTo(502);
        assertThat(proxy.journal().getFirst().status()).isEqualTo(-1);
        assertThat(proxy.effects()).isEmpty();
    }

    @Test
    void many_callers_at_once_are_all_written_down() {
        CompletableFuture.allOf(IntStream.range(0, 400).mapToObj(i -> CompletableFuture.runAsync(() -> {
            try {
                assertThat(scim.post("/Users", Scim.user("many-" + i)).status()).isEqualTo(201);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        })).toArray(CompletableFuture[]::new)).join();
        assertThat(proxy.effects()).hasSize(400).extracting(Effect::userName).doesNotHaveDuplicates();
    }

    @Test
    void a_proxy_in_its_own_process_writes_its_journal_to_a_file(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("journal.jsonl");
        try (ChildProcess server = ChildProcess.start(ScimSdkApplication.class, "--token", TOKEN);
                ChildProcess child = ChildProcess.start(
                        RecordingProxy.class, server.baseUrl().toString(), file.toString())) {
            assertThat(new Scim(child.baseUrl(), TOKEN).post("/Users", Scim.user("zoë")).status()).isEqualTo(201);
            assertThat(Journal.effects(Journal.read(file))).singleElement()
                    .satisfies(e -> assertThat(e.userName()).isEqualTo("zoë"));
            Files.writeString(file, "{\"sequence\":2,", StandardOpenOption.APPEND);
            assertThat(Journal.read(file)).hasSize(1);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
