package dev.lockstep.console.replay;

import static dev.lockstep.console.testing.TestConsole.get;
import static dev.lockstep.console.testing.TestConsole.send;
import static dev.lockstep.console.testing.TestConsole.stub;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.testing.StubService;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Role;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayRoutesIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PARKED = """
            {"items":[{"id":"0001732363200-directory.changes.v1-0-7","topic":"directory.changes.v1","code":"undecodable","fault":"No envelope.","key":"p7","parkedBy":"mapping","time":"2026-11-23T12:00:00Z","times":1,"state":"parked"}],"nextCursor":null}""";
    /** Bodies that mapping got, each behind its path. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void services() {
        TestConsole.resetStubs();
        stub(Service.MAPPING).on("GET /api/v1/parked", 200, PARKED);
        record("POST /internal/replays", 201, "{\"id\":\"replay-1\"}");
        record("POST /internal/replays/replay-1/items", 204, "");
        record("POST /internal/replays/replay-1/begin", 202, "{}");
        record("POST /api/v1/replays/replay-1/cancel", 202, "{\"id\":\"replay-1\",\"state\":\"cancelled\"}");
        stub(Service.MAPPING).on("POST /api/v1/parked/put-back", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add("/api/v1/parked/put-back " + body);
            boolean dryRun = body.contains("\"dryRun\":true");
            StubService.answer(exchange, dryRun ? 200 : 202, dryRun ? "{\"matched\":1}" : "{\"putBack\":1}");
        });
    }

    private void record(String route, int status, String answer) {
        stub(Service.MAPPING).on(route, exchange -> {
            told.add(route.substring(5) + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            StubService.answer(exchange, status, answer);
        });
    }

    private static String failure(String app, int n) {
        return """
                {"id":"%1$s/p%2$d","app":"%1$s","objectId":"p%2$d","userName":"p%2$d@example.com","class":"permanent","code":"refused-value","message":"The target refuses a value.",
                 "likelyCause":"A value of the wrong form.","next":"Correct it.","attempts":1,"firstAt":"2026-11-23T12:00:00Z","lastAt":"2026-11-23T12:00:00Z","nextAttemptAt":null}"""
                .formatted(app, n);
    }

    /** The writer has this many failures and gives them in pages. */
    private void failing(int count) {
        stub(Service.WRITER).on("GET /api/v1/failures", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1")) : 0;
            int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
            int to = Math.min(count, from + limit);
            StubService.answer(exchange, 200, "{\"items\":[" + IntStream.range(from, to).mapToObj(n -> failure("ping", n)).collect(Collectors.joining(",")) + "],\"nextCursor\":"
                    + (to < count ? "\"" + to + "\"" : "null") + "}");
        });
    }

    /** Mapping desires an account for all but every tenth; the writer foretells by the number of the person. */
    private AtomicInteger deciding() {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        stub(Service.MAPPING).on("POST /internal/replays/preview", exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            JsonNode asked = JSON.readTree(exchange.getRequestBody());
            StubService.answer(exchange, 200, "{\"items\":[" + asked.path("items").valueStream().map(item -> {
                String id = item.path("objectId").asString();
                String desired = id.endsWith("0") ? "null" : "{\"app\":\"ping\",\"objectId\":\"" + id + "\"}";
                return "{\"app\":\"ping\",\"objectId\":\"" + id + "\",\"desired\":" + desired + "}";
            }).collect(Collectors.joining(",")) + "]}");
            now.decrementAndGet();
        });
        stub(Service.WRITER).on("POST /internal/forecast", exchange -> {
            JsonNode asked = JSON.readTree(exchange.getRequestBody());
            StubService.answer(exchange, 200, "{\"items\":[" + asked.path("desires").valueStream().map(desired -> {
                String id = desired.path("objectId").asString();
                String action = switch (id.charAt(id.length() - 1)) {
                    case '1', '2' -> "update";
                    case '3' -> "enable";
                    case '4' -> "disable";
                    case '5' -> "delete";
                    case '6' -> "nothing";
                    default -> "create";
                };
                return "{\"app\":\"ping\",\"objectId\":\"" + id + "\",\"action\":\"" + action + "\"}";
            }).collect(Collectors.joining(",")) + "]}");
        });
        return most;
    }

    @Test
    void failures_of_the_writer_and_parked_messages_are_one_list_with_one_cursor() {
        failing(3);
        String auditor = token(Role.AUDITOR);

        JsonNode first = JSON.readTree(get("/api/v1/failures?limit=2", auditor).body());
        assertThat(ids(first)).containsExactly("ping/p0", "ping/p1");
        JsonNode second = JSON.readTree(get("/api/v1/failures?limit=2&cursor=" + first.path("nextCursor").asString(), auditor).body());
        assertThat(ids(second)).containsExactly("ping/p2", "0001732363200-directory.changes.v1-0-7");
        assertThat(second.path("items").get(1).path("class").asString()).isEqualTo("parked");
        assertThat(second.path("items").get(1).path("topic").asString()).isEqualTo("directory.changes.v1");
        assertThat(second.path("nextCursor").isNull()).isTrue();

        failing(2);
        JsonNode full = JSON.readTree(get("/api/v1/failures?limit=2", auditor).body());
        assertThat(ids(full)).hasSize(2);
        assertThat(ids(JSON.readTree(get("/api/v1/failures?limit=2&cursor=" + full.path("nextCursor").asString(), auditor).body())))
                .containsExactly("0001732363200-directory.changes.v1-0-7");
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items").valueStream().map(item -> item.path("id").asString()).toList();
    }

    @Test
    void a_filter_that_no_parked_message_can_meet_asks_the_writer_alone_and_the_other_way_round() {
        failing(1);
        String auditor = token(Role.AUDITOR);

        assertThat(get("/api/v1/failures?app=ping&until=2026-11-24T00:00:00Z&cause=hr%2Fe1", auditor).body()).contains("ping/p0").doesNotContain("changes.v1-0-7");
        assertThat(stub(Service.WRITER).asked().getLast().target()).isEqualTo("/api/v1/failures?app=ping&until=2026-11-24T00%3A00%3A00Z&cause=hr%2Fe1&limit=50");
        assertThat(get("/api/v1/failures?class=permanent", auditor).body()).doesNotContain("changes.v1-0-7");
        assertThat(stub(Service.MAPPING).asked()).isEmpty();
        assertThat(get("/api/v1/failures?class=parked&code=undecodable", auditor).body()).contains("changes.v1-0-7").doesNotContain("ping/p0");
        assertThat(stub(Service.MAPPING).asked().getLast().target()).isEqualTo("/api/v1/parked?code=undecodable&state=parked&limit=50");
        assertThat(get("/api/v1/failures?class=parked&app=ping", auditor).body()).contains("bad-filter");
        assertThat(get("/api/v1/failures?class=odd", auditor).body()).contains("bad-class");
        assertThat(get("/api/v1/failures?cursor=odd", auditor).body()).contains("bad-cursor");
    }

    @Test
    void accounts_are_shown_also_when_the_parked_messages_cannot_be_asked_for() {
        failing(1);
        stub(Service.MAPPING).on("GET /api/v1/parked", exchange -> exchange.close());
        String auditor = token(Role.AUDITOR);

        JsonNode page = JSON.readTree(get("/api/v1/failures", auditor).body());
        assertThat(ids(page)).containsExactly("ping/p0");
        HttpResponse<String> next = get("/api/v1/failures?cursor=" + page.path("nextCursor").asString(), auditor);
        assertThat(next.statusCode()).isEqualTo(503);
    }

    @Test
    void ten_thousand_failures_are_previewed_within_seconds_and_a_few_pages_at_a_time() {
        failing(10_000);
        AtomicInteger most = deciding();
        long start = System.nanoTime();

        HttpResponse<String> answer = send("POST", "/api/v1/failures/replay", token(Role.OPERATOR), "{\"filter\":{\"app\":\"ping\"},\"dryRun\":true}");

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"matched\":10000",
                "\"preview\":{\"create\":3000,\"update\":2000,\"enable\":1000,\"disable\":1000,\"delete\":1000,\"nothing\":2000}", "\"parked\":0", "\"replayId\":null");
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(most.get()).isBetween(1, 4);
        assertThat(told).isEmpty();
    }

    @Test
    void a_replay_is_opened_filled_page_by_page_and_begun() {
        failing(1_200);

        HttpResponse<String> answer = send("POST", "/api/v1/failures/replay", token(Role.OPERATOR),
                "{\"filter\":{\"app\":\"ping\",\"class\":\"permanent\"},\"perSecond\":20,\"reason\":\"the licence was raised\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"matched\":1200", "\"replayId\":\"replay-1\"");
        assertThat(told).extracting(t -> t.split(" ")[0]).containsExactly("/internal/replays", "/internal/replays/replay-1/items",
                "/internal/replays/replay-1/items", "/internal/replays/replay-1/items", "/internal/replays/replay-1/begin");
        assertThat(told.getFirst()).contains("\"kind\":\"failures\"", "\"app\":\"ping\"", "\"class\":\"permanent\"", "\"perSecond\":20", "the licence was raised");
        assertThat(told.get(3)).contains("\"objectId\":\"p1199\"", "\"failureId\":\"ping/p1199\"");
    }

    @Test
    void half_a_selection_is_never_begun() {
        failing(1_200);
        AtomicInteger pages = new AtomicInteger();
        stub(Service.MAPPING).on("POST /internal/replays/replay-1/items", exchange -> {
            exchange.getRequestBody().readAllBytes();
            StubService.answer(exchange, pages.incrementAndGet() == 2 ? 500 : 200, "{}");
        });

        assertThat(send("POST", "/api/v1/failures/replay", token(Role.OPERATOR), "{\"filter\":{\"app\":\"ping\"}}").statusCode()).isEqualTo(503);

        assertThat(told).extracting(t -> t.split(" ")[0]).containsExactly("/internal/replays", "/api/v1/replays/replay-1/cancel");
    }

    @Test
    void nothing_to_replay_opens_no_replay() {
        failing(0);

        HttpResponse<String> answer = send("POST", "/api/v1/failures/replay", token(Role.OPERATOR), "{\"filter\":{\"app\":\"ping\"}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"matched\":0", "\"replayId\":null");
        assertThat(told).isEmpty();
    }

    @Test
    void named_failures_are_looked_up_and_named_messages_are_put_back() {
        stub(Service.WRITER).on("POST /internal/failures", 200, "{\"items\":[" + failure("ping", 1) + "]}");

        HttpResponse<String> answer = send("POST", "/api/v1/failures/replay", token(Role.OPERATOR),
                "{\"ids\":[\"ping/p1\",\"ping/gone\",\"0001732363200-directory.changes.v1-0-7\"]}");

        assertThat(answer.body()).contains("\"matched\":2", "\"parked\":1", "\"replayId\":\"replay-1\"");
        assertThat(told.getFirst()).startsWith("/api/v1/parked/put-back").contains("\"ids\":[\"0001732363200-directory.changes.v1-0-7\"]", "\"dryRun\":false");
        assertThat(told.get(1)).startsWith("/internal/replays ").contains("\"apps\":[\"ping\"]", "\"ids\":2");
    }

    @Test
    void parked_messages_alone_are_put_back_and_counted_before() {
        String operator = token(Role.OPERATOR);

        assertThat(send("POST", "/api/v1/failures/replay", operator, "{\"filter\":{\"class\":\"parked\",\"code\":\"undecodable\"},\"dryRun\":true}").body())
                .contains("\"matched\":1", "\"parked\":1", "\"create\":0");
        assertThat(told.getLast()).contains("\"dryRun\":true", "\"filter\":{\"code\":\"undecodable\"}");
        HttpResponse<String> answer = send("POST", "/api/v1/failures/replay", operator, "{\"filter\":{\"class\":\"parked\"}}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"replayId\":null");
        assertThat(stub(Service.WRITER).asked()).isEmpty();
    }

    @Test
    void wrong_use_is_refused_with_the_next_step() {
        String operator = token(Role.OPERATOR);
        assertThat(send("POST", "/api/v1/failures/replay", operator, "{}").body()).contains("bad-selection");
        assertThat(send("POST", "/api/v1/failures/replay", operator, "{\"filter\":{},\"ids\":[\"ping/p1\"]}").body()).contains("bad-selection");
        assertThat(send("POST", "/api/v1/failures/replay", operator, "{\"filter\":{\"class\":\"odd\"}}").body()).contains("bad-class");
        assertThat(send("POST", "/api/v1/failures/replay", operator, "{\"filter\":{\"app\":\"ping\"},\"perSecond\":0}").body()).contains("bad-rate");
        assertThat(send("POST", "/api/v1/failures/replay", token(Role.AUDITOR), "{\"filter\":{}}").statusCode()).isEqualTo(403);
    }

    @Test
    void a_token_for_one_app_lists_and_replays_that_app_only() {
        failing(1);
        deciding();
        String limited = token(Role.OPERATOR, "ping");
        stub(Service.MAPPING).on("GET /api/v1/replays/replay-1", 200, "{\"id\":\"replay-1\",\"filter\":{\"app\":\"ping\"}}")
                .on("GET /api/v1/replays/replay-1/items", 200, "{\"items\":[],\"nextCursor\":null}")
                .on("GET /api/v1/replays/replay-2", 200, "{\"id\":\"replay-2\",\"filter\":{\"ids\":2,\"apps\":[\"ping\",\"slack\"]}}")
                .on("GET /api/v1/replays", 200, "{\"items\":[]}");

        assertThat(get("/api/v1/failures?app=ping", limited).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/failures", limited).statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/parked", limited).statusCode()).isEqualTo(403);
        assertThat(send("POST", "/api/v1/failures/replay", limited, "{\"filter\":{\"app\":\"ping\"},\"dryRun\":true}").statusCode()).isEqualTo(200);
        for (String refused : List.of("{\"filter\":{}}", "{\"filter\":{\"class\":\"parked\"}}", "{\"filter\":{\"app\":\"slack\"}}",
                "{\"ids\":[\"slack/p1\"]}", "{\"ids\":[\"ping/p1\",\"0001732363200-directory.changes.v1-0-7\"]}")) {
            assertThat(send("POST", "/api/v1/failures/replay", limited, refused).statusCode()).as(refused).isEqualTo(403);
        }
        assertThat(get("/api/v1/replays/replay-1", limited).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/replays/replay-1/items?result=failed", limited).statusCode()).isEqualTo(200);
        assertThat(send("POST", "/api/v1/replays/replay-1/cancel", limited, "{}").body()).contains("cancelled");
        assertThat(get("/api/v1/replays/replay-2", limited).statusCode()).isEqualTo(403);
        assertThat(send("POST", "/api/v1/replays/replay-2/cancel", limited, "{}").statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/replays", limited).statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/replays", token(Role.AUDITOR)).statusCode()).isEqualTo(200);
    }

    @Test
    void reprocessing_a_source_and_parked_messages_are_mappings_matter() {
        record("POST /api/v1/sources/hr/reprocess", 202, "{\"id\":\"replay-1\"}");
        stub(Service.MAPPING).on("GET /api/v1/parked/x-1", 200, "{\"id\":\"x-1\"}");

        assertThat(send("POST", "/api/v1/sources/hr/reprocess", token(Role.OPERATOR), "{\"from\":\"2026-11-23T00:00:00Z\"}").statusCode()).isEqualTo(202);
        assertThat(get("/api/v1/parked/x-1", token(Role.AUDITOR)).statusCode()).isEqualTo(200);
        assertThat(stub(Service.INGEST).asked()).isEmpty();
    }
}
