package dev.lockstep.console.gateway;

import static dev.lockstep.console.testing.TestConsole.base;
import static dev.lockstep.console.testing.TestConsole.get;
import static dev.lockstep.console.testing.TestConsole.send;
import static dev.lockstep.console.testing.TestConsole.stub;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.testing.StubService;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.security.ServiceTokens;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayIT {
    private static final String EVENTS = "/api/v1/sources/hr/events";

    @BeforeEach
    void reset() {
        TestConsole.resetStubs();
    }

    @ParameterizedTest
    @CsvSource({"GET,/api/v1/sources,INGEST", "GET,/api/v1/sources/hr,INGEST", "POST,/api/v1/sources/hr/key,INGEST", "POST,/api/v1/sources/hr/events,INGEST",
            "GET,/api/v1/gallery?q=ping,MAPPING", "POST,/api/v1/apps,MAPPING", "PATCH,/api/v1/apps/ping,MAPPING", "PUT,/api/v1/apps/ping/schema,MAPPING",
            "GET,/api/v1/apps/ping/assignments,MAPPING", "GET,/api/v1/directory/users/4711,MAPPING", "POST,/api/v1/expressions/evaluate,MAPPING",
            "POST,/api/v1/apps/ping/connection-test,WRITER", "POST,/api/v1/apps/ping/reconciliations,WRITER", "GET,/api/v1/apps/ping/reconciliations/r-1/findings?kind=drift,WRITER",
            "GET,/api/v1/accounts?app=ping,WRITER",
            "GET,/api/v1/activities?app=ping&q=%C3%A9,AUDIT", "GET,/api/v1/activities/a-1,AUDIT", "GET,/api/v1/activities/export?format=csv,AUDIT"})
    void each_route_reaches_its_owner_with_method_and_query_unchanged(String method, String target, Service owner) {
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        stub(owner).on(method + " " + path, 200, "{\"from\":\"" + owner + "\"}");

        HttpResponse<String> answer = send(method, target, token(Role.ADMIN), method.equals("GET") ? null : "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"from\":\"" + owner + "\"}");
        assertThat(stub(owner).asked().getLast().target()).isEqualTo(target);
    }

    @Test
    void a_service_sees_a_signed_token_of_the_caller_and_never_the_callers_own() {
        stub(Service.MAPPING).on("GET /api/v1/apps", 200, "{}");
        String token = token(Role.AUDITOR);

        HttpResponse<String> answer = get("/api/v1/apps", token);

        StubService.Asked asked = stub(Service.MAPPING).asked().getLast();
        assertThat(asked.header("Authorization")).doesNotContain(token);
        Caller seen = new ServiceTokens.Verifier(KeyFiles.signingKey(TestPlatform.keys().resolve(KeyFiles.SIGNING_PUBLIC)), Clock.systemUTC())
                .verify(asked.header("Authorization").substring("Bearer ".length())).orElseThrow();
        assertThat(seen).isEqualTo(new Caller("token:auditor", Set.of(Role.AUDITOR)));
        assertThat(asked.header("X-request-id")).isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void nobody_gets_through_without_a_valid_token() {
        assertThat(get("/api/v1/apps", null).statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/apps", "lst_nonsense").body()).contains("\"code\":\"unauthenticated\"");
        assertThat(get("/api/v1/sources", "some-source-key").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/sources/hr", "some-source-key").statusCode()).isEqualTo(401);
        assertThat(get("/actuator/prometheus", null).statusCode()).isEqualTo(401);
        assertThat(get("/internal/openapi", null).statusCode()).isEqualTo(401);
        String signed = TestPlatform.bearer("forged", Role.ADMIN).substring("Bearer ".length());
        assertThat(get("/api/v1/apps", signed).statusCode()).isEqualTo(401);
        assertThat(stub(Service.MAPPING).asked()).isEmpty();
        assertThat(stub(Service.INGEST).asked()).isEmpty();
    }

    @Test
    void a_sources_own_key_passes_through_to_ingest_and_nothing_passes_without_any() {
        stub(Service.INGEST).on("POST " + EVENTS, 202, "{\"accepted\":1}");

        assertThat(send("POST", EVENTS, "src-key-1", "{}").statusCode()).isEqualTo(202);

        assertThat(stub(Service.INGEST).asked().getLast().header("Authorization")).isEqualTo("Bearer src-key-1");
        assertThat(send("POST", EVENTS, null, "{}").statusCode()).isEqualTo(401);
        assertThat(stub(Service.INGEST).asked()).hasSize(1);
    }

    @Test
    void a_compressed_upload_says_so_to_its_owner_and_arrives_byte_for_byte() {
        byte[] packed = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        AtomicReference<byte[]> arrived = new AtomicReference<>();
        AtomicReference<String> encoding = new AtomicReference<>();
        stub(Service.INGEST).on("POST /api/v1/sources/hr/files", exchange -> {
            encoding.set(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            arrived.set(exchange.getRequestBody().readAllBytes());
            StubService.answer(exchange, 200, "{}");
        });

        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base() + "/api/v1/sources/hr/files"))
                .header("Authorization", "Bearer src-key-1").header("Content-Type", "text/csv").header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(encoding.get()).isEqualTo("gzip");
        assertThat(arrived.get()).isEqualTo(packed);
    }

    @Test
    void location_upload_id_and_problems_come_back_as_they_were() {
        stub(Service.MAPPING).on("POST /api/v1/apps", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Location", stub(Service.MAPPING).url() + "/api/v1/apps/ping");
            StubService.answer(exchange, 201, "{}");
        });
        stub(Service.MAPPING).on("GET /api/v1/apps/ping", 409, "{\"code\":\"taken\"}");

        assertThat(send("POST", "/api/v1/apps", token(Role.ADMIN), "{}").headers().firstValue("Location")).hasValue("/api/v1/apps/ping");
        HttpResponse<String> problem = get("/api/v1/apps/ping", token(Role.ADMIN));
        assertThat(problem.statusCode()).isEqualTo(409);
        assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.body()).isEqualTo("{\"code\":\"taken\"}");
    }

    @Test
    void a_service_that_is_down_is_named_and_nothing_else_is_told() {
        stub(Service.AUDIT).on("GET /api/v1/activities", exchange -> exchange.close());

        HttpResponse<String> answer = get("/api/v1/activities", token(Role.ADMIN));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"service-unavailable\"", "The audit service does not answer.", "\"requestId\"")
                .doesNotContain("127.0.0.1", "Exception");
    }

    @Test
    void a_refusal_that_comes_before_the_whole_upload_is_passed_on() throws Exception {
        stub(Service.INGEST).on("POST /api/v1/sources/hr/files", exchange -> {
            // As Tomcat does: the answer first, then it swallows a part of the body, then it closes.
            byte[] answer = "{\"code\":\"unknown-key\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.getResponseBody().flush();
            exchange.getRequestBody().readNBytes(2_000_000);
            exchange.close();
        });

        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base() + "/api/v1/sources/hr/files"))
                .header("Authorization", "Bearer wrong").POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Endless(50_000_000))));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("unknown-key");
        stub(Service.INGEST).on("GET /api/v1/sources", 200, "{}");
        assertThat(get("/api/v1/sources", token(Role.ADMIN)).statusCode()).as("the next call, on another connection").isEqualTo(200);
    }

    @Test
    void too_large_a_body_is_refused_announced_or_not() {
        String body = "x".repeat(10 * 1024 * 1024 + 1);
        stub(Service.INGEST).on("POST " + EVENTS, 202, "{}");

        assertThat(send("POST", EVENTS, "src-key-1", body).statusCode()).isEqualTo(413);
        assertThat(stub(Service.INGEST).asked()).isEmpty();
        HttpResponse<String> unannounced = send(HttpRequest.newBuilder(URI.create(base() + EVENTS)).header("Authorization", "Bearer src-key-1")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Endless(10L * 1024 * 1024 + 1))));
        assertThat(unannounced.statusCode()).isEqualTo(413);
        assertThat(unannounced.body()).contains("\"code\":\"too-large\"");
    }

    @Test
    void uploads_and_exports_stream_through_without_being_held_in_memory() throws Exception {
        long size = 100L * 1024 * 1024;
        AtomicLong received = new AtomicLong();
        AtomicLong firstByteBeforeEnd = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        stub(Service.INGEST).on("POST /api/v1/sources/hr/files", exchange -> {
            byte[] buffer = new byte[1 << 16];
            InputStream in = exchange.getRequestBody();
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                if (received.getAndAdd(got) == 0) {
                    firstByteBeforeEnd.set(sent.get());
                }
            }
            StubService.answer(exchange, 202, "{\"uploadId\":\"u-1\"}");
        });
        stub(Service.AUDIT).on("GET /api/v1/activities/export", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            new Endless(size).transferTo(exchange.getResponseBody());
            exchange.close();
        });

        HttpResponse<String> up = send(HttpRequest.newBuilder(URI.create(base() + "/api/v1/sources/hr/files?mode=snapshot"))
                .header("Authorization", "Bearer key").header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Endless(size) {
                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        int got = super.read(buffer, offset, length);
                        sent.addAndGet(Math.max(got, 0));
                        return got;
                    }
                })));

        assertThat(up.statusCode()).isEqualTo(202);
        assertThat(received).hasValue(size);
        assertThat(firstByteBeforeEnd.get()).isLessThan(size / 4);
        assertThat(count("/api/v1/activities/export?format=csv")).isEqualTo(size);
    }

    private static long count(String target) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient(); InputStream in = client.send(HttpRequest.newBuilder(URI.create(base() + target))
                .header("Authorization", "Bearer " + token(Role.AUDITOR)).build(), HttpResponse.BodyHandlers.ofInputStream()).body()) {
            long total = 0;
            byte[] buffer = new byte[1 << 16];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                total += got;
            }
            return total;
        }
    }

    @Test
    void a_token_that_is_limited_to_an_app_sees_that_app_only() {
        stub(Service.MAPPING).on("GET /api/v1/apps/ping", 200, "{}").on("GET /api/v1/apps/other", 200, "{}").on("GET /api/v1/apps", 200, "{}")
                .on("GET /api/v1/gallery", 200, "{}").on("GET /api/v1/directory/users", 200, "{}");
        stub(Service.AUDIT).on("GET /api/v1/activities", 200, "{}");
        String limited = token(Role.OPERATOR, "ping");

        assertThat(get("/api/v1/apps/ping", limited).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/activities?app=ping&limit=5", limited).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/gallery", limited).statusCode()).isEqualTo(200);
        for (String refused : new String[] {"/api/v1/apps/other", "/api/v1/activities", "/api/v1/activities?app=other", "/api/v1/activities?app=ping&app=other",
                "/api/v1/activities?app=ping&%61pp=other", "/api/v1/directory/users", "/api/v1/apps/other/job"}) {
            assertThat(get(refused, limited).statusCode()).as(refused).isEqualTo(403);
        }
    }

    @Test
    void an_unknown_route_is_a_problem_and_tricks_in_the_path_reach_nobody() {
        String admin = token(Role.ADMIN);
        assertThat(get("/api/v1/nowhere", admin).body()).contains("\"code\":\"not-found\"");
        assertThat(get("/api/v1/apps/../../internal/apps/x/job", admin).statusCode()).isBetween(400, 404);
        assertThat(get("/api/v1/apps/%2e%2e/internal", admin).statusCode()).isBetween(400, 404);
        assertThat(get("/api/v1/apps/ping;x=1", admin).statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/apps/ping;x=1", admin).body()).contains("\"code\":\"malformed\"", "\"requestId\"").doesNotContain("unknown");
        assertThat(stub(Service.MAPPING).asked()).isEmpty();
    }

    /** A body made on the way. */
    private static class Endless extends InputStream {
        private long left;

        Endless(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int got = (int) Math.min(left, length);
            java.util.Arrays.fill(buffer, offset, offset + got, (byte) 'x');
            left -= got;
            return got;
        }
    }
}
