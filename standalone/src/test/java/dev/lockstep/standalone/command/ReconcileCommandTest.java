package dev.lockstep.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command for reconciliations, against a server that answers what it is told to. */
class ReconcileCommandTest {
    private final List<String> asked = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final PrintStream screen = System.out;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            byte[] answer = answers.removeFirst().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(screen);
        server.stop(0);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--server", "http://127.0.0.1:" + server.getAddress().getPort(), "--token", "t"));
        all.addAll(List.of(arguments));
        return LockstepCommand.run(all.toArray(String[]::new));
    }

    @Test
    void a_run_is_begun_and_waited_for() {
        answers.addAll(List.of("{\"id\":\"rec-1\"}", "{\"id\":\"rec-1\",\"state\":\"listing\",\"listed\":20,\"total\":40}",
                "{\"id\":\"rec-1\",\"state\":\"done\",\"listed\":40,\"total\":40,\"drifted\":3}"));

        assertThat(run("reconcile", "ping", "--dry-run", "--wait")).isZero();

        assertThat(asked.getFirst()).startsWith("POST /api/v1/apps/ping/reconciliations ").contains("\"dryRun\":true").contains("\"confirm\":false");
        assertThat(asked).hasSize(3).last().isEqualTo("GET /api/v1/apps/ping/reconciliations/rec-1");
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("rec-1").contains("done");
    }

    @Test
    void a_run_that_failed_is_told_by_the_exit_code_and_findings_are_listed_by_kind() {
        answers.addAll(List.of("{\"id\":\"rec-1\"}", "{\"id\":\"rec-1\",\"state\":\"failed\",\"reason\":\"why\"}",
                "{\"items\":[{\"kind\":\"drift\",\"userName\":\"ann\"}],\"nextCursor\":null}"));

        assertThat(run("reconcile", "ping", "--wait")).isEqualTo(1);
        assertThat(run("reconcile", "findings", "ping", "rec-1", "--kind", "drift")).isZero();

        assertThat(asked.getLast()).isEqualTo("GET /api/v1/apps/ping/reconciliations/rec-1/findings?limit=100&kind=drift");
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("ann");
        assertThat(run("reconcile")).isEqualTo(2);
    }
}
