package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void percentiles_are_values_that_were_measured() {
        List<Integer> values = IntStream.rangeClosed(1, 200).boxed().toList().reversed();
        assertThat(Distribution.of(values)).isEqualTo(new Distribution(200, 100, 190, 198, 200));
    }

    @Test
    void nothing_measured_is_a_count_of_zero() {
        assertThat(Distribution.of(List.of()).count()).isZero();
    }

    @Test
    void the_median_of_an_even_number_is_the_lower_middle_one() {
        assertThat(Distribution.median(4, 1, 3, 2)).isEqualTo(2);
        assertThat(Distribution.median(3, 1, 2)).isEqualTo(2);
    }
}
