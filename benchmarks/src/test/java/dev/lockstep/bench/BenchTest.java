package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BenchTest {

    @Test
    void quick_is_small_and_numbers_can_still_be_chosen() {
        Bench bench = new Bench();
        Bench.command(bench).parseArgs("--quick", "--users", "250", "--only", "stub-0,latency");
        assertThat(bench.plan().users()).isEqualTo(250);
        assertThat(bench.plan().runs()).isOne();
        assertThat(bench.plan().sections()).containsExactlyInAnyOrder(Section.STUB_0, Section.LATENCY);
    }

    @Test
    void expressions_and_failures_are_measured_only_when_asked_for() {
        Bench all = new Bench();
        Bench.command(all).parseArgs();
        assertThat(all.plan().sections()).contains(Section.INGEST, Section.IDLE).doesNotContain(Section.EXPRESSIONS).doesNotContainAnyElementsOf(Section.aboutFailures());
        Bench one = new Bench();
        Bench.command(one).parseArgs("--only", "expressions");
        assertThat(one.plan().sections()).containsExactly(Section.EXPRESSIONS);
    }

    @Test
    void sections_about_failures_keep_their_proportions() {
        Bench quick = new Bench();
        Bench.command(quick).parseArgs("--quick", "--only", "leaver,replay");
        assertThat(quick.plan().sizes()).isEqualTo(Sizes.quick());
        assertThat(quick.plan().sections()).isSubsetOf(Section.aboutFailures());
        Bench some = new Bench();
        Bench.command(some).parseArgs("--users", "20000", "--only", "leaver");
        assertThat(some.plan().sizes()).satisfies(sizes -> {
            assertThat(sizes.backlog()).isEqualTo(20_000);
            assertThat(sizes.queued()).isEqualTo(4_000);
            assertThat(sizes.failures()).isEqualTo(2_000);
        });
    }

    @Test
    void an_unknown_section_is_wrong_use() {
        assertThat(Bench.command(new Bench()).execute("--only", "nothing")).isEqualTo(2);
    }

    @Test
    void only_confirmed_writes_of_the_round_count_for_latency() {
        Map<String, Long> found = new HashMap<>();
        LatencySection.collect(JsonMapper.shared().readTree("""
                {"items":[
                {"status":"success","causes":["bench/latency0-1"],"latencyMs":12},
                {"status":"failure","causes":["bench/latency0-2"],"latencyMs":13},
                {"status":"success","causes":["bench/feed-3"],"latencyMs":14},
                {"status":"success","causes":["bench/latency0-4","bench/latency0-5"],"latencyMs":15}]}"""), "latency0", found);
        assertThat(found).containsOnly(Map.entry("bench/latency0-1", 12L), Map.entry("bench/latency0-4", 15L), Map.entry("bench/latency0-5", 15L));
    }

    @Test
    void a_report_tells_aims_figures_and_what_failed() {
        var runs = List.of(new Measured.SyncRun(8, 1250, 2.5, 0.8, 0.1, 4, 0.02, 98));
        var sync = new Measured.Sync("stub-0", "stub", 0, 64, 10_000, 400, List.of(), runs, List.of(new Measured.CeilingRun(2, 5000, 90)), 1250, 5000, 0.25);
        var latency = new Measured.Latency(0, 50, 3000, new Distribution(3000, 20, 60, 90, 200), new Distribution(3000, 21, 61, 91, 201), new Distribution(3000, 2, 4, 9, 30), 0);
        var evaluations = List.of(new Measured.Evaluation(Measured.WHOLE_SET, "LOCKSTEP", 1_000, 10, 2_000), new Measured.Evaluation(Measured.WHOLE_SET, "SPEL_COMPILED", 2_500, 20, 3_000),
                new Measured.Evaluation(Measured.WHOLE_SET, "JEXL", 4_000, 20, 3_000));
        var report = new Report(Machine.look(Path.of(".")), Plan.quick(java.util.Set.of()), List.of("one machine"), null, List.of(sync), List.of(latency), null, 120L, evaluations, null,
                Aims.of(java.util.Set.of(Section.STUB_0, Section.EXPRESSIONS), List.of(sync), List.of(latency), evaluations, null), List.of("real: no server"));
        String text = Markdown.of(report);
        assertThat(text).contains("| initial sync at 0 ms: 1,000 users/s | 1250 users/s | yes |", "not measured", "p95 60 ms", "real: no server", "120 MB",
                "| 24 attributes | 1000 ± 10 ns, 2000 B | – | 2500 ± 20 ns, 3000 B | 4000 ± 20 ns, 3000 B | **2.5** |", "takes twice as long | 2.5 times | yes |");
        assertThat(JsonMapper.shared().writeValueAsString(report)).contains("\"usersPerSecond\":1250.0");
    }
}
