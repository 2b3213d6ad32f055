package dev.lockstep.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ScheduleTest {
    private static final List<String> APPS = List.of("a", "b", "c", "d", "e");

    @ParameterizedTest
    @EnumSource(value = Tier.class, names = {"BARE", "TINY"}, mode = Mode.EXCLUDE)
    void each_kind_of_fault_comes_at_least_once(Tier tier) {
        List<List<Fault>> schedule = Schedule.of(1, APPS, tier.faults(), tier.atOnce());

        Set<String> kinds = schedule.stream().flatMap(List::stream).map(Fault::kind).collect(Collectors.toSet());
        assertThat(kinds).hasSize(22).contains("kill broker", "kill store", "kill console", "pause writer", "job restart", "target outage unauthorized");
        assertThat(schedule.stream().mapToInt(List::size).sum()).isEqualTo(tier.faults());
    }

    @ParameterizedTest
    @EnumSource(value = Tier.class, names = {"BARE", "TINY"}, mode = Mode.EXCLUDE)
    void the_same_seed_gives_the_same_schedule(Tier tier) {
        assertThat(Schedule.of(5, APPS, tier.faults(), tier.atOnce())).isEqualTo(Schedule.of(5, APPS, tier.faults(), tier.atOnce()))
                .isNotEqualTo(Schedule.of(6, APPS, tier.faults(), tier.atOnce()));
    }

    @ParameterizedTest
    @EnumSource(value = Tier.class, names = {"BARE", "TINY"}, mode = Mode.EXCLUDE)
    void nothing_is_killed_while_what_it_needs_to_start_is_away(Tier tier) {
        for (List<Fault> together : Schedule.of(9, APPS, 300, tier.atOnce())) {
            long kills = together.stream().filter(f -> f instanceof Fault.Kill || f instanceof Fault.RollWriters).count();
            boolean base = together.stream().anyMatch(f -> f instanceof Fault.Kill(Part part, var _) && isBase(part)
                    || f instanceof Fault.Pause(Part paused, var _) && isBase(paused));
            assertThat(together).hasSizeLessThanOrEqualTo(tier.atOnce());
            assertThat(base && kills > 1).isFalse();
        }
    }

    private static boolean isBase(Part part) {
        return part == Part.BROKER || part == Part.STORE;
    }
}
