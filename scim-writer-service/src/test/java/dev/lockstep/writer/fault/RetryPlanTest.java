package dev.lockstep.writer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    private static final RetryPlan PLAN = RetryPlan.standard();

    /** When each attempt after the first one is made, counted from the first failure, on a clock that only the waits move. */
    private static List<Duration> attempts(RetryPlan plan, double chance) {
        List<Duration> at = new ArrayList<>();
        Duration now = Duration.ZERO;
        for (int failed = 1; ; failed++) {
            Optional<Duration> wait = plan.after(failed, now, chance);
            if (wait.isEmpty()) {
                return at;
            }
            now = now.plus(wait.get());
            at.add(now);
        }
    }

    @Test
    void waits_grow_and_vary_a_little() {
        assertThat(PLAN.after(1, Duration.ZERO, 0.5)).hasValue(Duration.ofSeconds(5));
        assertThat(PLAN.after(1, Duration.ZERO, 0)).hasValue(Duration.ofSeconds(4));
        assertThat(PLAN.after(12, Duration.ZERO, 1)).hasValue(Duration.ofHours(24));
        assertThat(PLAN.nextLookUp(99, 0.5)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void twelve_waits_take_about_72_hours_then_it_is_once_a_day_until_day_28() {
        List<Duration> at = attempts(PLAN, 0.5);

        assertThat(at.get(11)).isBetween(Duration.ofHours(71), Duration.ofHours(73));
        assertThat(at.getLast()).isEqualTo(Duration.ofDays(28));
        assertThat(at).hasSize(12 + 26);
        for (int i = 12; i < at.size() - 1; i++) {
            assertThat(at.get(i).minus(at.get(i - 1))).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    void whatever_chance_does_the_last_attempt_is_on_day_28() {
        assertThat(List.of(0.0, 0.3, 1.0)).allSatisfy(chance -> assertThat(attempts(PLAN, chance).getLast()).isEqualTo(Duration.ofDays(28)));
    }

    @Test
    void the_tail_counts_from_the_first_failure_and_not_from_the_number_of_attempts() {
        assertThat(PLAN.after(500, Duration.ofDays(27), 0.5)).hasValue(Duration.ofDays(1));
        assertThat(PLAN.after(13, Duration.ofDays(28), 0.5)).isEmpty();
    }

    @Test
    void an_app_may_have_its_own_waits_and_no_tail() {
        RetryPlan own = PLAN.with(new AppConfig.Retry(List.of(10, 20), 0));

        assertThat(attempts(own, 0.5)).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(30));
        assertThat(attempts(PLAN.with(new AppConfig.Retry(List.of(10), 2)), 0.5)).last().isEqualTo(Duration.ofDays(2));
        assertThat(PLAN.with(null)).isEqualTo(PLAN);
    }
}
