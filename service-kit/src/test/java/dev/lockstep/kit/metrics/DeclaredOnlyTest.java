package dev.lockstep.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredOnlyTest {
    private static final MeterSpec WRITES = MeterSpec.counter("lockstep.test.writes", "writes", "Writes by app.", "app");
    private static final MeterSpec TIME = MeterSpec.timer("lockstep.test.time", "Time.");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    DeclaredOnlyTest() {
        meters.config().meterFilter(new DeclaredOnly(List.of(MeterCatalog.of(WRITES, TIME))));
    }

    @Test
    void a_declared_meter_counts_and_has_its_meaning_wherever_it_is_registered() {
        meters.counter("lockstep.test.writes", "app", "crm").increment(2);
        WRITES.counterIn(meters, "crm").increment();

        assertThat(meters.get("lockstep.test.writes").counter().count()).isEqualTo(3);
        assertThat(meters.get("lockstep.test.writes").counter().getId().getDescription()).isEqualTo("Writes by app.");
        assertThat(TIME.timerIn(meters).getId().getDescription()).isEqualTo("Time.");
    }

    @Test
    void a_meter_of_ours_that_is_not_declared_like_this_is_left_out_and_others_pass() {
        meters.counter("lockstep.test.other").increment();
        meters.counter("lockstep.test.writes", "app", "crm", "user", "somebody").increment();
        meters.counter("jvm.something", "any", "tag").increment();

        assertThat(meters.getMeters()).extracting(meter -> meter.getId().getName()).containsExactly("jvm.something");
    }

    @Test
    void series_stay_few_whatever_is_put_into_a_tag() {
        for (int i = 0; i < DeclaredOnly.MOST_SERIES + 100; i++) {
            WRITES.counterIn(meters, "app" + i).increment();
        }
        WRITES.counterIn(meters, "app7").increment();

        assertThat(meters.getMeters()).hasSize(DeclaredOnly.MOST_SERIES);
        assertThat(meters.get("lockstep.test.writes").tag("app", "app7").counter().count()).isEqualTo(2);
    }

    @Test
    void each_tag_needs_a_value() {
        assertThatThrownBy(() -> WRITES.counterIn(meters)).isInstanceOf(IllegalArgumentException.class);
    }
}
