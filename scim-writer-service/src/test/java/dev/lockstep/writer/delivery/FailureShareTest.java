package dev.lockstep.writer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureShareTest {
    private final FailureShare share = new FailureShare();

    @Test
    void a_few_failures_among_many_are_only_theirs() {
        assertThat(IntStream.range(0, 1_000).anyMatch(n -> share.ended("p" + n, n % 3 == 0, n))).isFalse();
    }

    @Test
    void two_fifths_of_fifty_different_accounts_are_too_many() {
        assertThat(IntStream.range(0, 49).anyMatch(n -> share.ended("p" + n, n % 2 == 0, n))).isFalse();
        assertThat(share.ended("p49", true, 49)).isTrue();
    }

    @Test
    void the_same_account_failing_again_and_again_counts_once() {
        assertThat(IntStream.range(0, 1_000).anyMatch(n -> share.ended("p1", true, n))).isFalse();
    }

    @Test
    void what_is_older_than_an_hour_counts_no_more() {
        IntStream.range(0, 45).forEach(n -> share.ended("old" + n, true, n));
        assertThat(IntStream.range(0, 60).anyMatch(n -> share.ended("new" + n, n % 10 == 0, 3_700_000 + n))).isFalse();
    }

    @Test
    void accounts_that_succeed_later_are_failures_no_more() {
        IntStream.range(0, 45).forEach(n -> share.ended("p" + n, true, n));
        IntStream.range(0, 45).forEach(n -> share.ended("p" + n, false, 100 + n));
        assertThat(IntStream.range(45, 60).anyMatch(n -> share.ended("p" + n, true, 200 + n))).isFalse();
    }
}
