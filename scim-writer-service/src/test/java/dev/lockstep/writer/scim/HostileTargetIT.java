package dev.lockstep.writer.scim;

import dev.lockstep.kit.net.AddressPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.Answer;
import dev.lockstep.writer.fault.Answer.Answered;
import dev.lockstep.writer.fault.Answer.Body;
import dev.lockstep.writer.fault.Answer.Cause;
import dev.lockstep.writer.fault.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A target that does what it should not: the call ends in time, within limits, with the right meaning. */
class HostileTargetIT {
    private final Deadlines deadlines = new Deadlines();
    private final AtomicReference<String> request = new AtomicReference<>("");
    private ServerSocket server;
    private ScimClient client;

    private interface Answering {
        void answer(Socket connection) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        client = new ScimClient(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/scim/v2/?flag"), () -> "Bearer token",
                new AddressPolicy(List.of("127.0.0.0/8"), InetAddress::getAllByName),
                new ScimClient.Limits(2, Duration.ofSeconds(1), Duration.ofMillis(800)), deadlines, Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        deadlines.close();
        server.close();
    }

    private void target(Answering answering) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    byte[] buffer = new byte[16_384];
                    int n = connection.getInputStream().read(buffer);
                    request.set(new String(buffer, 0, Math.max(0, n), StandardCharsets.UTF_8));
                    answering.answer(connection);
                } catch (IOException e) {
                    // The client has gone, as it should.
                }
            }
        });
    }

    private void respond(String response) {
        target(connection -> connection.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8)));
    }

    private Reply create() {
        return client.create(ObjectType.USER, Map.of("userName", "x"), "op-1", () -> true);
    }

    private static void assertInTime(Runnable call) {
        long start = System.nanoTime();
        call.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void silence_after_the_headers_ends_with_the_deadline() {
        target(connection -> {
            connection.getOutputStream().write("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            LockSupport.parkNanos(Duration.ofSeconds(8).toNanos());
        });

        assertInTime(() -> assertThat(create().answer()).isEqualTo(new Answer.MaybeSent(Cause.TIMEOUT)));
    }

    @Test
    void a_steady_drip_ends_with_the_deadline() {
        target(connection -> {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 200; i++) {
                out.write(' ');
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        });

        assertInTime(() -> assertThat(create().answer()).isEqualTo(new Answer.MaybeSent(Cause.TIMEOUT)));
    }

    @Test
    void an_endless_body_is_cut_off() {
        target(connection -> {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] much = new byte[1 << 16];
            for (int i = 0; i < 100_000; i++) {
                out.write(much);
            }
        });

        assertInTime(() -> assertThat(create().verdict()).isInstanceOf(Verdict.Unknown.class));
    }

    @Test
    void a_broken_connection_leaves_a_write_in_doubt() {
        target(connection -> connection.setSoLinger(true, 0));

        assertThat(create().answer()).isEqualTo(new Answer.MaybeSent(Cause.BROKEN_OFF));
    }

    @Test
    void nobody_listening_means_that_nothing_was_sent() throws IOException {
        server.close();

        assertThat(create().answer()).isEqualTo(new Answer.NotSent(Cause.UNREACHABLE));
    }

    @Test
    void a_redirect_is_not_followed() {
        respond("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");

        assertThat(create().verdict()).isInstanceOf(Verdict.AppWide.class);
    }

    @Test
    void a_page_of_html_is_no_account() {
        respond("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n<html>sign in</html>\r\n");

        assertThat(create().answer()).isEqualTo(new Answered(200, "", Body.OTHER, null));
    }

    @Test
    void deep_json_is_refused_and_a_number_is_an_id() {
        String deep = "{\"id\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        respond("HTTP/1.1 201 Created\r\nContent-Length: " + deep.length() + "\r\n\r\n" + deep);
        assertThat(create().verdict()).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void a_change_that_was_made_is_made_however_long_its_description_is() {
        String members = "{\"value\":\"00000000-0000-0000-0000-000000000000\"},".repeat(30_000);
        respond("HTTP/1.1 200 OK\r\nContent-Length: " + members.length() + "\r\n\r\n" + members);

        assertThat(client.patch(ObjectType.GROUP, "1", List.of(Map.of("op", "add")), "op-1", () -> true).verdict()).isInstanceOf(Verdict.Done.class);
        assertThat(request.get()).startsWith("PATCH /scim/v2/Groups/1 HTTP/1.1");
    }

    @Test
    void an_id_may_be_a_number() {
        respond("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{\"id\":42}");

        assertThat(create().id()).isEqualTo("42");
        assertThat(request.get()).startsWith("POST /scim/v2/Users HTTP/1.1").contains("Idempotency-Key: op-1", "Content-Type: application/scim+json",
                "Authorization: Bearer token", "User-Agent: Lockstep-SCIM/1").doesNotContain("Accept-Encoding");
    }

    @Test
    void a_write_whose_time_goes_by_before_it_leaves_sends_no_body() {
        AtomicReference<byte @Nullable []> rest = new AtomicReference<>();
        target(connection -> {
            try {
                rest.set(connection.getInputStream().readAllBytes());
            } catch (IOException reset) {
                rest.set(new byte[0]);
            }
        });

        assertThatThrownBy(() -> client.patch(ObjectType.USER, "1", List.of(Map.of("op", "replace")), "op-1", () -> false)).isInstanceOf(TooLate.class);
        Awaitility.await().untilAsserted(() -> assertThat(rest.get()).isNotNull().isEmpty());
        assertThat(request.get()).matches(sent -> sent.isEmpty() || sent.endsWith("\r\n\r\n"), "no body");
    }

    @Test
    void values_and_ids_are_escaped() {
        respond("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{\"totalResults\": 0}");

        client.find(ObjectType.USER, "userName", "o\"brien\\& co+1");
        assertThat(request.get()).startsWith("GET /scim/v2/Users?filter=userName%20eq%20%22o%5C%22brien%5C%5C%26%20co%2B1%22 HTTP/1.1");
    }

    @Test
    void an_id_cannot_climb_out_of_its_path() {
        respond("HTTP/1.1 204 No Content\r\n\r\n");

        client.delete(ObjectType.USER, "../Groups/a b?x", "op");
        assertThat(request.get()).startsWith("DELETE /scim/v2/Users/..%2FGroups%2Fa%20b%3Fx HTTP/1.1");
    }

    @Test
    void retry_after_is_read_as_seconds_and_as_a_date_within_an_hour() {
        java.time.Instant now = java.time.Instant.parse("2026-01-01T00:00:00Z");

        assertThat(RetryAfter.parse("120", now)).isEqualTo(now.plusSeconds(120));
        assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:01:00 GMT", now)).isEqualTo(now.plusSeconds(60));
        assertThat(RetryAfter.parse("99999999999", now)).isEqualTo(now.plusSeconds(3600));
        assertThat(RetryAfter.parse("0", now)).isEqualTo(now.plusSeconds(1));
        assertThat(RetryAfter.parse("soon", now)).isNull();
    }
}
