package dev.lockstep.bench.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final Allowance allowance = new Allowance(25, Conduct.Counting.ANY_SECOND);

    @Test
    void one_call_more_than_allowed_in_any_second_is_refused() {
        for (int i = 0; i < 25; i++) {
            assertThat(allowance.admits(1_900_000 + i)).isTrue();
        }
        assertThat(allowance.admits(2_400_000)).isFalse();
        assertThat(allowance.admits(2_900_000)).isTrue();
    }

    @Test
    void a_steady_caller_at_the_allowed_rate_is_never_refused() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(allowance.admits(10_000_000 + i * 40_000L)).isTrue();
        }
    }

    @Test
    void a_caller_that_is_a_little_too_fast_is_refused_at_last() {
        long refused = java.util.stream.IntStream.range(0, 1_000).filter(i -> !allowance.admits(10_000_000 + i * 38_000L)).count();
        assertThat(refused).isBetween(20L, 100L);
    }

    @Test
    void a_second_of_the_clock_and_a_bucket_allow_a_late_call_but_no_second_burst() {
        Allowance lenient = new Allowance(25, Conduct.Counting.CLOCK_SECOND);
        for (int i = 0; i < 25; i++) {
            assertThat(lenient.admits(1_900_000 + i)).isTrue();
        }
        assertThat(lenient.admits(1_900_100)).isFalse();
        // A new second, but the bucket has filled for a tenth of one only.
        assertThat(java.util.stream.IntStream.range(0, 25).filter(i -> lenient.admits(2_000_100 + i)).count()).isEqualTo(2);
    }
}
