package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.bench.Resilience.AppRun;
import dev.lockstep.bench.Resilience.Phase;
import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct.Counting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ResilienceTest {

    private static final Distribution WAITS = new Distribution(100, 10, 20, 40, 50);

    @Test
    void a_stream_counts_what_was_written_in_its_time_and_how_long_each_change_took() {
        var changes = List.of(new SteadyLoad.Change("base-0", 1, 1_000_000), new SteadyLoad.Change("base-0", 2, 1_500_000), new SteadyLoad.Change("base-0", 3, 1_900_000));
        var load = new SteadyLoad("base", 1_000_000, 2_000_000, changes, WAITS, WAITS, 0);
        List<Call> calls = List.of(write(1, 1_010_000, "Clerk base-0"), write(1, 1_200_000, "Clerk base-0"), write(2, 2_300_000, "Clerk base-0"), write(3, 1_950_000, "Clerk other-0"));
        assertThat(load.perSecond(calls)).isEqualTo(2);
        assertThat(load.written(calls)).containsExactly(10.0, 800.0);
        assertThat(load.between(1_200_000, 1_600_000).written(calls)).containsExactly(800.0);
        assertThat(load.of(Map.of("bench/base-0-3", 7L, "bench/base-1-3", 8L))).containsExactly(7L);
    }

    @Test
    void an_allowance_is_used_by_the_calls_that_were_taken() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(new Call(5_000_000 + i * 40_000L, 5_000_000 + i * 40_000L, "PATCH", i == 50 ? 429 : 200, i, true, ""));
        }
        Resilience.Allowance measured = AllowanceSection.of(Counting.ANY_SECOND, calls, 6_000_000, 8_000_000, 10);
        assertThat(measured.utilisation()).isEqualTo(49 / 50.0);
        assertThat(measured.refused()).isOne();
        assertThat(measured.most()).isEqualTo(25);
        assertThat(measured.doubts()).isEmpty();
        assertThat(AllowanceSection.of(Counting.ANY_SECOND, calls, 6_000_000, 8_000_000, 0).doubts()).isNotEmpty();
    }

    @Test
    void figures_stand_beside_their_aims_and_a_figure_in_doubt_meets_none() {
        Phase base = new Phase("base", List.of(new AppRun("isolation-2", 50, WAITS, WAITS, 0)), WAITS, WAITS, WAITS, 80, 10, 5, 50);
        Phase hang = new Phase("hang", List.of(new AppRun("isolation-2", 49, new Distribution(100, 10, 20, 60, 90), WAITS, 0)), WAITS, WAITS, WAITS, 80, 10, 5, 50);
        var isolation = new Resilience.Isolation(50, 10, 20_000, 22_000, 20, "steady", base, hang, 0.98, 1.5, 1, List.of());
        var leaver = new Resilience.Leaver(106_000, 90, 104_000, 103_000, 39, 40, new Distribution(20, 0.5, 1, 1, 31), List.of(0.5, 31.0), 0, List.of());
        var allowance = new Resilience.Allowance(Counting.CLOCK_SECOND, 25, 60, Map.of("PATCH", 1_470L), 0.98, 0, 0, 25, 100, List.of("the work ran out"));
        var outage = new Resilience.Outage(2_000, 3, 60, 40, "steady", 30, 40, new TreeMap<>(Map.of(1, 2_000L)), 0, List.of());
        var cancel = new Resilience.Cancel(10_000, 5_000, 5_000, 30, 0.1, 0.4, 0.2, "cancelled", 4_970);
        var replay = new Resilience.Replay(40_000, 10_000, 2, new TreeMap<>(Map.of("create", 10_000L)), new TreeMap<>(Map.of("create", 9_999L, "failed", 1L)), 1_000, 25, 9_999,
                base, hang, 1.5, cancel, List.of("the load was late"), List.of());
        var all = new Resilience(106_000, List.of(allowance), outage, isolation, replay, leaver);
        List<Measured.Aim> aims = ResilienceAims.of(Section.aboutFailures(), all);
        assertThat(aims).extracting(Measured.Aim::met).containsExactly(true, true, false, null, null, true, false, null, true);
        assertThat(ResilienceTables.of(all)).contains("**Not valid:** the work ran out.", "| 1 | 2000 |", "| hang | isolation-2 | 49.0 | 10 | 20 | 60 |", "the last after **0.40 s**");
        assertThat(JsonMapper.shared().writeValueAsString(all)).contains("\"pooledP99Ratio\":1.0");
        assertThat(ResilienceAims.of(EnumSet.of(Section.LEAVER), null)).singleElement().extracting(Measured.Aim::measured).isEqualTo("not measured");
    }

    private static Call write(int person, long ended, String title) {
        return new Call(ended - 1, ended, "PATCH", 200, person, true, title);
    }
}
