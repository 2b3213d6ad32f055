package dev.lockstep.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The torture run T0: 5,000 events, 25 faults of every kind, every profile of application. Another seed:
 * {@code -Dtorture.seed=N}; another size: {@code -Dtorture.tier=T1}, or {@code ./lockstep torture}.
 */
class TortureE2E {
    @Test
    void under_every_kind_of_fault_nothing_is_lost_doubled_or_out_of_order() throws Exception {
        long seed = Long.getLong("torture.seed", System.nanoTime() & 0xffff);
        Tier tier = Tier.valueOf(System.getProperty("torture.tier", "T0"));
        System.out.println("torture run " + tier + ": seed " + seed + " (repeat with -Dtorture.seed=" + seed + ")");
        Path work = Path.of("target", "torture", "e2e-" + UUID.randomUUID());

        Outcome outcome = new Run(tier, seed, Path.of(".."), work, System.out::println).run();

        System.out.println(outcome.report());
        assertThat(outcome.violations()).as(() -> String.join("\n", outcome.stories())).isEmpty();
        Run.remove(work);
    }
}
