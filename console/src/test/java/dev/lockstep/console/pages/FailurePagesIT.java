package dev.lockstep.console.pages;

import static dev.lockstep.console.testing.TestConsole.stub;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.testing.Browser;
import dev.lockstep.console.testing.StubService;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailurePagesIT {
    private static final String FAILURES = """
            {"items":[{"id":"ping/p1","app":"ping","objectId":"p1","userName":"<b>ada</b>@example.com","class":"permanent","code":"refused-value","message":"The target refuses a value.",
             "likelyCause":"A value of the wrong form.","next":"Correct the value.","attempts":2,"firstAt":"2026-11-23T12:00:00Z","lastAt":"2026-11-23T12:00:00Z","nextAttemptAt":null}],"nextCursor":"abc"}""";
    private static final String REPLAY = """
            {"id":"replay-1","kind":"failures","state":"%s","matched":1200,"sent":40,"done":30,"failed":2,"results":{"create":28,"update":0,"failed":2},"perSecond":10,
             "startedAt":"2026-11-23T12:00:00Z","endedAt":null,"by":"token:ann","reason":"the licence was raised","filter":{"app":"ping","class":"permanent"},
             "waitsFor":[{"app":"ping","reason":"paused","since":"2026-11-23T12:00:05Z"}]}""";
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void services() {
        TestConsole.resetStubs();
        stub(Service.WRITER).on("GET /api/v1/failures", 200, FAILURES).on("POST /internal/forecast", 200, "{\"items\":[{\"action\":\"create\"}]}");
        stub(Service.MAPPING).on("GET /api/v1/parked", 200, "{\"items\":[],\"nextCursor\":null}")
                .on("GET /api/v1/replays", 200, "{\"items\":[" + REPLAY.formatted("done") + "],\"nextCursor\":null}")
                .on("GET /api/v1/replays/replay-1", 200, REPLAY.formatted("running"))
                .on("GET /api/v1/replays/replay-1/items", 200, "{\"items\":[{\"app\":\"ping\",\"objectId\":\"p9\",\"code\":\"refused-value\"}],\"nextCursor\":null}")
                .on("POST /internal/replays/preview", 200, "{\"items\":[{\"app\":\"ping\",\"objectId\":\"p1\",\"desired\":{}}]}")
                .on("POST /internal/replays", 201, "{\"id\":\"replay-1\"}").on("POST /internal/replays/replay-1/begin", 200, "{}")
                .on("POST /api/v1/replays/replay-1/cancel", 200, REPLAY.formatted("cancelled"))
                .on("POST /internal/replays/replay-1/items", exchange -> {
                    told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    StubService.answer(exchange, 204, "");
                });
    }

    @Test
    void failures_stand_with_their_cause_and_the_next_step_and_keep_the_filter_in_the_address() {
        String page = Browser.signedIn(token(Role.AUDITOR)).open("/failures?app=ping&class=permanent").body();

        assertThat(page).contains("&lt;b&gt;ada", "The target refuses a value.", "refused-value", "A value of the wrong form.", "Correct the value.",
                "<option value=\"permanent\" selected=\"selected\">", "/failures?app=ping&amp;class=permanent&amp;cursor=a.abc", "/replays/replay-1").doesNotContain("Preview a replay");
    }

    @Test
    void an_operator_previews_a_replay_and_runs_what_was_previewed() {
        stub(Service.WRITER).on("GET /api/v1/failures", 200, FAILURES.replace("\"abc\"", "null"));
        Browser operator = Browser.signedIn(token(Role.OPERATOR));
        assertThat(operator.open("/failures?app=ping").body()).contains("/failures?app=ping&amp;preview=true");

        String preview = operator.open("/failures?app=ping&preview=true").body();
        assertThat(preview).contains("What a replay would do", "<dt>Create</dt><dd>1</dd>", "name=\"app\" value=\"ping\"", "Replay 1");

        assertThat(operator.post("/failures/replay", Map.of("app", "ping", "perSecond", "10", "reason", "mended")).headers().firstValue("Location").orElseThrow())
                .endsWith("/replays/replay-1");
        assertThat(told).singleElement().asString().contains("\"failureId\":\"ping/p1\"");
    }

    @Test
    void a_replay_shows_how_far_it_is_what_it_waits_for_and_can_be_cancelled() {
        Browser operator = Browser.signedIn(token(Role.OPERATOR));

        assertThat(operator.open("/replays/replay-1").body()).contains("30 of 1,200", "its provisioning is paused", "the licence was raised", "p9", "id=\"cancel\"",
                "hx-get=\"/replays/replay-1/live\"");
        assertThat(operator.post("/replays/replay-1/cancel", Map.of()).headers().firstValue("Location").orElseThrow()).endsWith("/replays/replay-1");
        stub(Service.MAPPING).on("GET /api/v1/replays/replay-1", 200, REPLAY.formatted("cancelled"));
        assertThat(operator.open("/replays/replay-1/live").body()).contains("cancelled").doesNotContain("hx-get", "id=\"cancel\"");
    }

    @Test
    void an_auditor_has_no_buttons_and_a_limited_token_sees_its_app_only() {
        Browser auditor = Browser.signedIn(token(Role.AUDITOR));
        assertThat(auditor.open("/replays/replay-1").body()).doesNotContain("id=\"cancel\"");
        assertThat(auditor.post("/failures/replay", Map.of("app", "ping")).statusCode()).isEqualTo(403);

        Browser limited = Browser.signedIn(token(Role.OPERATOR, "slack"));
        assertThat(limited.open("/failures").body()).contains("limited to some apps").doesNotContain("refused-value</code>");
        assertThat(limited.open("/replays/replay-1").statusCode()).isEqualTo(403);
        assertThat(limited.post("/failures/replay", Map.of()).statusCode()).isEqualTo(403);
        assertThat(limited.post("/replays/replay-1/cancel", Map.of()).statusCode()).isEqualTo(403);
    }
}
