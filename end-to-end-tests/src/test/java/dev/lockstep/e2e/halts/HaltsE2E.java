package dev.lockstep.e2e.halts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Three of the halts that {@code ./lockstep torture --halts} tries. */
class HaltsE2E {
    @Test
    void a_process_that_halts_at_a_named_point_loses_doubles_and_hides_nothing() {
        Path work = Path.of("target", "torture", "halts-" + UUID.randomUUID());

        List<Halts.Line> lines = new Halts(Path.of(".."), work, 1, System.out::println)
                .run(List.of("writer/create/before-outcome-stored", "mapping/create/after-decision-stored", "ingest/create/after-reservation-stored"));

        assertThat(lines).hasSize(4).allMatch(Halts.Line::isGood);
    }
}
