package dev.lockstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GateTest {
    private static Backlog backlog(LongSupplier size) {
        return new Backlog() {
            @Override
            public long size() {
                return size.getAsLong();
            }

            @Override
            public Map<Integer, Long> ends() {
                return Map.of();
            }

            @Override
            public long before(Map<Integer, Long> ends) {
                return 0;
            }
        };
    }

    @Test
    void it_closes_above_the_limit_and_opens_again_within_a_second_or_two() {
        long[] size = {11};
        Gate gate = new Gate(backlog(() -> size[0]), 10);
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> !gate.isOpen());

        size[0] = 10;

        Awaitility.await().atMost(Duration.ofSeconds(3)).until(gate::isOpen);
    }

    @Test
    void it_looks_at_most_once_a_second() {
        AtomicInteger looks = new AtomicInteger();
        Gate gate = new Gate(backlog(looks::incrementAndGet), 10);

        for (int n = 0; n < 1_000; n++) {
            gate.isOpen();
        }

        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> looks.get() > 0);
        assertThat(looks).hasValueLessThan(3);
    }

    @Test
    void a_broker_that_does_not_tell_closes_nothing() {
        assertThat(new Gate(backlog(() -> {
            throw new IllegalStateException("away");
        }), 10).isOpen()).isTrue();
    }
}
