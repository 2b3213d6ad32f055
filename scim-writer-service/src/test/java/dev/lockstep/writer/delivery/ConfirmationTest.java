package dev.lockstep.writer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.Confirm;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
    @Test
    void one_in_ten_operations_is_sampled_and_always_the_same_ones() {
        var chosen = IntStream.range(0, 10_000).mapToObj(n -> OperationIds.of("app/p" + n, 1, 2, 0)).filter(op -> Confirmation.chooses(Confirm.SAMPLED, op)).toList();

        assertThat(chosen).hasSizeBetween(850, 1_150).allMatch(op -> Confirmation.chooses(Confirm.SAMPLED, op));
        assertThat(Confirmation.chooses(Confirm.ALWAYS, "op-1")).isTrue();
        assertThat(Confirmation.chooses(Confirm.NEVER, chosen.getFirst())).isFalse();
    }
}
