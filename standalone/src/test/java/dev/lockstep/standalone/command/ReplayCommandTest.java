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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands for failures, replays, parked messages and the doctor, against a server that answers what it is told to. */
class ReplayCommandTest {
    private static final String REPLAY = """
            {"id":"replay-1","kind":"failures","state":"%s","matched":4,"sent":4,"done":%d,"failed":%d,"results":{"create":3,"failed":%3$d},"perSecond":50,"by":"token:ann",
             "startedAt":"2026-11-23T12:00:00Z","endedAt":null,"waitsFor":[{"app":"ping","reason":"paused","since":"2026-11-23T12:00:01Z"}]}""";
    private final List<String> asked = new ArrayList<>();
    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
    private final PrintStream screen = System.out;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            List<String> told = answers.getOrDefault(exchange.getRequestURI().getPath(), List.of());
            byte[] bytes = (told.isEmpty() ? "{\"detail\":\"It does not exist.\",\"next\":\"Look.\"}" : told.getFirst()).getBytes(StandardCharsets.UTF_8);
            if (told.size() > 1) {
                answers.put(exchange.getRequestURI().getPath(), told.subList(1, told.size()));
            }
            exchange.sendResponseHeaders(told.isEmpty() ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        System.setOut(screen);
        server.stop(0);
    }

    private void answer(String path, String... told) {
        answers.put(path, List.of(told));
    }

    private String printed(int exit, String... command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--server", "http://127.0.0.1:" + server.getAddress().getPort(), "--token", "t"));
        assertThat(LockstepCommand.run(all.toArray(String[]::new))).isEqualTo(exit);
        System.setOut(screen);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_dry_run_counts_and_a_run_names_its_replay() {
        answer("/api/v1/failures/replay", "{\"dryRun\":true,\"matched\":4,\"preview\":{\"create\":3,\"update\":0,\"enable\":0,\"disable\":0,\"delete\":0,\"nothing\":1},\"parked\":0}",
                "{\"dryRun\":false,\"matched\":4,\"preview\":null,\"parked\":0,\"replayId\":\"replay-1\"}");

        assertThat(printed(0, "replay", "--filter", "app=pingboard,class=permanent", "--filter", "code=refused-value", "--dry-run")).contains("preview/create", "3");
        assertThat(printed(0, "replay", "--ids", "pingboard/a,pingboard/b", "--rate", "10", "--reason", "mended", "--output", "json")).contains("\"replayId\" : \"replay-1\"");

        assertThat(asked).containsExactly(
                "POST /api/v1/failures/replay {\"filter\":{\"app\":\"pingboard\",\"class\":\"permanent\",\"code\":\"refused-value\"},\"dryRun\":true}",
                "POST /api/v1/failures/replay {\"ids\":[\"pingboard/a\",\"pingboard/b\"],\"dryRun\":false,\"perSecond\":10,\"reason\":\"mended\"}");
    }

    @Test
    void waiting_ends_with_the_replay_and_tells_by_its_exit_code_whether_all_is_well() {
        answer("/api/v1/failures/replay", "{\"matched\":4,\"replayId\":\"replay-1\"}");
        answer("/api/v1/replays/replay-1", REPLAY.formatted("running", 1, 0), REPLAY.formatted("done", 4, 0));
        assertThat(printed(0, "replay", "--all", "--wait")).contains("done", "create");

        answer("/api/v1/replays/replay-1", REPLAY.formatted("done", 4, 1));
        printed(1, "replay", "--all", "--wait");
        answer("/api/v1/replays/replay-1", REPLAY.formatted("cancelled", 2, 0));
        printed(1, "replay", "--all", "--wait");
    }

    @Test
    void a_replay_can_be_looked_at_reported_and_cancelled() {
        answer("/api/v1/replays/replay-1", REPLAY.formatted("running", 1, 0));
        answer("/api/v1/replays/replay-1/cancel", REPLAY.formatted("cancelled", 1, 0));
        answer("/api/v1/replays/replay-1/items", "{\"items\":[{\"app\":\"ping\",\"objectId\":\"p1\",\"state\":\"settled\",\"result\":\"failed\",\"code\":\"refused\"}]}");
        answer("/api/v1/replays", "{\"items\":[" + REPLAY.formatted("done", 4, 0) + "]}");

        assertThat(printed(0, "replay", "status", "replay-1")).contains("running", "ping does not get on: paused");
        assertThat(printed(0, "replay", "items", "replay-1", "--result", "failed")).contains("p1", "refused");
        assertThat(printed(0, "replay", "cancel", "replay-1")).contains("cancelled");
        assertThat(printed(0, "replay", "list", "--output", "json")).contains("\"state\" : \"done\"");
        printed(1, "replay", "status", "other");
        assertThat(asked).contains("GET /api/v1/replays/replay-1/items?limit=100&result=failed", "POST /api/v1/replays/replay-1/cancel {}");
    }

    @Test
    void a_sources_time_is_decided_anew() {
        answer("/api/v1/sources/hr/reprocess", "{\"matched\":7,\"replayId\":null}");

        assertThat(printed(0, "replay", "source", "hr", "--from", "2026-11-23T00:00:00Z", "--to", "2026-11-23T12:00:00Z", "--app", "ping", "--dry-run")).contains("matched", "7");
        assertThat(asked).containsExactly("POST /api/v1/sources/hr/reprocess {\"from\":\"2026-11-23T00:00:00Z\",\"to\":\"2026-11-23T12:00:00Z\",\"dryRun\":true,\"app\":\"ping\"}");
    }

    @Test
    void wrong_use_ends_with_two() {
        printed(2, "replay");
        printed(2, "replay", "--all", "--ids", "ping/p1");
        printed(2, "replay", "--filter", "colour=red");
        printed(2, "replay", "--all", "--rate", "fast");
        printed(2, "replay", "source", "hr");
        printed(2, "parked", "put-back");
        printed(2, "parked", "put-back", "x", "--all");
        assertThat(asked).isEmpty();
    }

    @Test
    void parked_messages_are_listed_shown_and_put_back() {
        answer("/api/v1/parked", "{\"items\":[{\"id\":\"x-0-7\",\"topic\":\"directory.changes.v1\",\"code\":\"undecodable\",\"key\":\"p1\",\"parkedBy\":\"mapping\",\"time\":\"2026-11-23T12:00:00Z\",\"fault\":\"No envelope.\"}]}");
        answer("/api/v1/parked/x-0-7", "{\"id\":\"x-0-7\",\"headers\":{\"lockstep-code\":\"undecodable\"}}");
        answer("/api/v1/parked/put-back", "{\"matched\":1,\"putBack\":1}");

        assertThat(printed(0, "parked", "list", "--topic", "directory.changes.v1")).contains("x-0-7", "No envelope.");
        assertThat(printed(0, "parked", "show", "x-0-7")).contains("headers  {\"lockstep-code\":\"undecodable\"}");
        assertThat(printed(0, "failures", "show", "x-0-7", "--output", "json")).contains("\"lockstep-code\" : \"undecodable\"");
        assertThat(printed(0, "parked", "put-back", "x-0-7")).contains("putBack");
        assertThat(printed(0, "parked", "put-back", "--code", "undecodable", "--dry-run")).contains("matched");

        assertThat(asked).containsExactly("GET /api/v1/parked?limit=100&topic=directory.changes.v1", "GET /api/v1/parked/x-0-7", "GET /api/v1/parked/x-0-7",
                "POST /api/v1/parked/put-back {\"ids\":[\"x-0-7\"],\"dryRun\":false}", "POST /api/v1/parked/put-back {\"filter\":{\"code\":\"undecodable\"},\"dryRun\":true}");
    }

    @Test
    void one_failure_is_shown_by_its_id_and_not_by_a_name_alike() {
        answer("/api/v1/failures", "{\"items\":[{\"id\":\"ping/other\",\"userName\":\"p1\"},{\"id\":\"ping/p1\",\"userName\":\"ann\",\"code\":\"refused-value\",\"next\":\"Correct it.\"}]}");

        assertThat(printed(0, "failures", "show", "ping/p1")).contains("ann", "Correct it.").doesNotContain("ping/other");
        printed(1, "failures", "show", "ping/p2");
        printed(0, "failures", "list", "--class", "parked", "--cause", "hr/e1", "--until", "2026-11-23T12:00:00Z");
        assertThat(asked.getLast()).isEqualTo("GET /api/v1/failures?limit=100&class=parked&until=2026-11-23T12%3A00%3A00Z&cause=hr%2Fe1");
    }

    @Test
    void the_doctor_speaks_json_too() {
        answer("/actuator/health", "{\"status\":\"UP\"}");
        answer("/api/v1/apps", "{\"items\":[{\"id\":\"ping\",\"credentials\":{\"set\":true}}]}");
        answer("/api/v1/apps/ping/connection-test", "{\"ok\":false}");
        answer("/api/v1/apps/ping/job", "{\"status\":\"steady\"}");

        assertThat(printed(1, "doctor", "--output", "json")).startsWith("{").contains("\"healthy\" : false", "\"name\" : \"connection of ping\"", "\"remedy\" : \"lockstep apps test ping\"");
        assertThat(printed(1, "doctor")).contains("ok    token", "FAIL  connection of ping -> lockstep apps test ping");
        answers.clear();
        assertThat(printed(1, "doctor", "--output", "json")).contains("\"healthy\" : false", "\"name\" : \"token\"");
    }
}
