package dev.lockstep.console.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JobViewTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static Job job(String mapping, String writer) {
        return JobView.compose("ping", JSON.readTree(mapping), JSON.readTree(writer));
    }

    private static final String RUNNING = """
            {"status":"initialSync","syncId":"s-1","total":400,"totalKnown":true,"evaluated":true,"backlog":{"directory":0}}""";

    @Test
    void an_app_that_never_ran_is_off_and_idle() {
        Job job = job("{\"status\":\"off\",\"syncId\":null,\"total\":0,\"totalKnown\":false,\"backlog\":{\"directory\":0}}", "{}");

        assertThat(job.status()).isEqualTo("off");
        assertThat(job.idle()).isTrue();
        assertThat(job.progress()).isEqualTo(new Job.Progress(0, false, 0, 0, 0, null));
    }

    @Test
    void an_initial_synchronization_shows_how_far_it_is_and_how_long_it_takes() {
        Job job = job(RUNNING, """
                {"sync":{"rows":300,"settled":100,"failed":3,"complete":false},"perSecond":50.04,
                 "backlog":{"mapping":7,"writer":200,"retrying":2},"caughtUpTo":"2026-11-23T12:00:00Z","quarantine":null}""");

        assertThat(job.status()).isEqualTo("initialSync");
        assertThat(job.progress()).isEqualTo(new Job.Progress(400, true, 100, 3, 50.0, 6L));
        assertThat(job.backlog()).isEqualTo(new Job.Backlog(0, 7, 200, 2, 0, 0));
        assertThat(job.idle()).isFalse();
        assertThat(job.caughtUpTo()).isEqualTo("2026-11-23T12:00:00Z");
    }

    @Test
    void it_is_steady_when_all_is_enumerated_and_settled_and_idle_when_nothing_waits() {
        Job job = job(RUNNING, "{\"sync\":{\"rows\":390,\"settled\":390,\"failed\":0,\"complete\":true},\"backlog\":{}}");

        assertThat(job.status()).isEqualTo("steady");
        assertThat(job.progress().done()).isEqualTo(400);
        assertThat(job.progress().etaSeconds()).isZero();
        assertThat(job.idle()).isTrue();
        assertThat(job(RUNNING, "{\"sync\":{\"complete\":true},\"backlog\":{\"retrying\":1}}").idle()).isFalse();
    }

    @Test
    void a_complete_writer_does_not_hide_that_mapping_is_still_deciding() {
        Job job = job("{\"status\":\"initialSync\",\"evaluated\":false,\"total\":10}", "{\"sync\":{\"rows\":5,\"settled\":5,\"complete\":true}}");

        assertThat(job.status()).isEqualTo("initialSync");
        assertThat(job.progress().etaSeconds()).isNull();
    }

    @Test
    void a_quarantine_shows_with_its_reason_unless_the_job_is_off_or_paused() {
        String quarantined = "{\"quarantine\":{\"code\":\"unauthorized\",\"message\":\"The target refuses the token.\",\"since\":\"2026-11-23T12:00:00Z\"}}";

        assertThat(job(RUNNING, quarantined).status()).isEqualTo("quarantined");
        assertThat(job(RUNNING, quarantined).reason()).isEqualTo(new Job.Reason("unauthorized", "The target refuses the token."));
        assertThat(job("{\"status\":\"paused\"}", quarantined).status()).isEqualTo("paused");
    }

    @Test
    void an_unknown_total_or_a_standing_rate_gives_no_estimate() {
        assertThat(job("{\"status\":\"initialSync\",\"total\":10,\"totalKnown\":false}", "{\"sync\":{\"settled\":1},\"perSecond\":5}").progress().etaSeconds()).isNull();
        assertThat(job(RUNNING, "{\"sync\":{\"settled\":1},\"perSecond\":0}").progress().etaSeconds()).isNull();
    }
}
