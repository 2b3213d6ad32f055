package dev.lockstep.console.job;

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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobRoutesIT {
    private static final String MAPPING_JOB = """
            {"status":"initialSync","syncId":"s-1","startedAt":"2026-11-23T12:00:00Z","total":10,"totalKnown":true,"evaluated":true,"backlog":{"directory":0}}""";
    private static final String WRITER_PROGRESS = """
            {"sync":{"rows":10,"settled":4,"failed":1,"complete":false},"perSecond":2,"backlog":{"mapping":0,"writer":6,"retrying":0},"failedRows":1,"caughtUpTo":null,"quarantine":null}""";

    @BeforeEach
    void services() {
        TestConsole.resetStubs();
        stub(Service.MAPPING).on("GET /internal/apps/ping/job", 200, MAPPING_JOB);
        stub(Service.WRITER).on("GET /internal/apps/ping/progress", 200, WRITER_PROGRESS);
    }

    @Test
    void a_job_is_put_together_from_mapping_and_writer() {
        HttpResponse<String> answer = get("/api/v1/apps/ping/job", token(Role.AUDITOR));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"initialSync\"", "\"reason\":null", "\"syncId\":\"s-1\"",
                "\"progress\":{\"total\":10,\"totalKnown\":true,\"done\":4,\"failed\":1,\"perSecond\":2.0,\"etaSeconds\":3}",
                "\"backlog\":{\"directory\":0,\"mapping\":0,\"writer\":6,\"retrying\":0,\"held\":0,\"parked\":0}",
                "\"idle\":false", "\"caughtUpTo\":null", "\"activities\":\"/api/v1/activities?app=ping\"");
        assertThat(stub(Service.WRITER).asked().getLast().target()).isEqualTo("/internal/apps/ping/progress?syncId=s-1");
    }

    @Test
    void an_app_that_mapping_does_not_know_is_not_there() {
        HttpResponse<String> answer = get("/api/v1/apps/other/job", token(Role.ADMIN));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"not-found\"", "It does not exist.");
    }

    @Test
    void start_goes_to_mapping_and_answers_with_the_job_and_a_refusal_comes_back_whole() {
        stub(Service.MAPPING).on("POST /api/v1/apps/ping/job/start", 202, "{}");
        HttpResponse<String> started = send("POST", "/api/v1/apps/ping/job/start", token(Role.OPERATOR), null);
        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(started.body()).contains("\"status\":\"initialSync\"");

        stub(Service.MAPPING).on("POST /api/v1/apps/ping/job/start", 409, "{\"code\":\"no-credentials\",\"detail\":\"No token.\",\"next\":\"Set one.\"}");
        HttpResponse<String> refused = send("POST", "/api/v1/apps/ping/job/start", token(Role.OPERATOR), null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("\"code\":\"no-credentials\"", "\"next\":\"Set one.\"");
    }

    @Test
    void a_restart_forgets_links_first_when_asked_to() {
        stub(Service.MAPPING).on("POST /api/v1/apps/ping/job/restart", 202, "{}");
        stub(Service.WRITER).on("POST /internal/apps/ping/forget-links", 200, "{}");

        assertThat(send("POST", "/api/v1/apps/ping/job/restart", token(Role.OPERATOR), null).statusCode()).isEqualTo(202);
        assertThat(stub(Service.WRITER).asked()).extracting(StubService.Asked::target).noneMatch(target -> target.contains("forget-links"));
        assertThat(send("POST", "/api/v1/apps/ping/job/restart", token(Role.OPERATOR), "{\"forgetLinks\":true}").statusCode()).isEqualTo(202);
        assertThat(stub(Service.WRITER).asked()).extracting(StubService.Asked::target).anyMatch(target -> target.contains("forget-links"));
    }

    @Test
    void an_auditor_reads_a_job_but_does_not_steer_it_and_a_source_does_neither() {
        assertThat(send("POST", "/api/v1/apps/ping/job/pause", token(Role.AUDITOR), null).statusCode()).isEqualTo(403);
        assertThat(send("POST", "/api/v1/apps/ping/provision-on-demand", token(Role.AUDITOR), "{}").statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/apps/ping/job", token(Role.SOURCE)).statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/apps/ping/job", null).statusCode()).isEqualTo(401);
    }

    private static final String IN_SCOPE = """
            {"steps":[{"name":"import","status":"success","detail":"read"},{"name":"scope","status":"success","detail":"assigned"}],"desired":{"app":"ping","objectId":"u1","version":3}}""";
    private static final String ASK = "{\"objectType\":\"user\",\"objectId\":\"u1\",\"dryRun\":%s}";

    @Test
    void provisioning_on_demand_waits_for_the_writers_attempt_and_shows_five_steps() {
        stub(Service.MAPPING).on("POST /internal/apps/ping/on-demand", 200, IN_SCOPE);
        AtomicInteger polls = new AtomicInteger();
        String requestId = "on-demand-11111111-2222";
        stub(Service.WRITER).on("GET /internal/apps/ping/attempts/" + requestId, exchange -> {
            switch (polls.incrementAndGet()) {
                case 1 -> StubService.answer(exchange, 404, "{}");
                case 2 -> StubService.answer(exchange, 200, "{\"done\":false,\"steps\":[]}");
                default -> StubService.answer(exchange, 200, """
                        {"done":true,"steps":[{"name":"match","status":"success","detail":"no account"},{"name":"action","status":"success","detail":"create"},
                         {"name":"export","status":"success","detail":"201"}],"result":"APPLIED","action":"CREATE","changes":[{"attribute":"userName","before":null,"after":"ada"}],"failure":null}""");
            }
        });

        HttpResponse<String> answer = send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(TestConsole.base() + "/api/v1/apps/ping/provision-on-demand"))
                .header("Authorization", "Bearer " + token(Role.OPERATOR)).header("Content-Type", "application/json").header("X-Request-Id", "11111111-2222")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(ASK.formatted(false))));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).containsSubsequence("\"name\":\"import\",\"status\":\"success\"", "\"name\":\"scope\"", "\"name\":\"match\",\"status\":\"success\"",
                "\"name\":\"action\"", "\"name\":\"export\",\"status\":\"success\"", "\"result\":\"APPLIED\"", "\"after\":\"ada\"");
        assertThat(polls).hasValue(3);
    }

    @Test
    void a_dry_run_asks_the_writer_to_read_only_and_out_of_scope_ends_before_the_writer() {
        stub(Service.MAPPING).on("POST /internal/apps/ping/on-demand", 200, IN_SCOPE);
        stub(Service.WRITER).on("POST /internal/apps/ping/dry-run", 200, """
                {"done":true,"steps":[{"name":"match","status":"success","detail":"found"},{"name":"action","status":"success","detail":"update"}],"result":"APPLIED","action":"UPDATE","changes":[]}""");
        assertThat(send("POST", "/api/v1/apps/ping/provision-on-demand", token(Role.OPERATOR), ASK.formatted(true)).body())
                .contains("\"dryRun\":true", "\"action\":\"UPDATE\"", "{\"name\":\"export\",\"status\":\"skipped\",\"detail\":\"A dry run only reads the target.\"}");

        stub(Service.MAPPING).on("POST /internal/apps/ping/on-demand", 200,
                "{\"steps\":[{\"name\":\"import\",\"status\":\"success\",\"detail\":\"\"},{\"name\":\"scope\",\"status\":\"skipped\",\"detail\":\"not assigned\"}],\"desired\":null}");
        assertThat(send("POST", "/api/v1/apps/ping/provision-on-demand", token(Role.OPERATOR), ASK.formatted(false)).body())
                .containsSubsequence("\"detail\":\"not assigned\"", "\"name\":\"match\",\"status\":\"skipped\"", "\"name\":\"export\",\"status\":\"skipped\"");
    }

    @Test
    void a_writer_that_does_not_come_to_it_leaves_the_steps_pending() {
        stub(Service.MAPPING).on("POST /internal/apps/ping/on-demand", 200, IN_SCOPE);

        assertThat(send("POST", "/api/v1/apps/ping/provision-on-demand", token(Role.OPERATOR), ASK.formatted(false)).body())
                .contains("\"name\":\"match\",\"status\":\"pending\"");
        assertThat(send("POST", "/api/v1/apps/ping/provision-on-demand", token(Role.OPERATOR), "{}").body()).contains("\"/objectType\"", "\"/objectId\"");
    }
}
