package dev.lockstep.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ingest.event.Reservations.Fate;
import dev.lockstep.ingest.event.Reservations.Holder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of reservations does. */
abstract class ReservationsContract {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private final Reservations reservations = create();

    abstract Reservations create();

    @Test
    void an_id_is_taken_once_and_tells_who_holds_it() {
        assertThat(reservations.reserve("hr", "b1", Map.of("e1", "h1", "e2", "h2"), NOON)).isEmpty();

        Map<String, Holder> taken = reservations.reserve("hr", "b2", Map.of("e2", "other", "e3", "h3"), NOON.plusSeconds(1));

        assertThat(taken).containsExactlyEntriesOf(Map.of("e2", new Holder("h2", "b1", NOON)));
        assertThat(reservations.reserve("hr", "b3", Map.of("e3", "h3"), NOON)).containsKey("e3");
        assertThat(reservations.reserve("other", "b4", Map.of("e1", "h1"), NOON)).isEmpty();
        assertThat(reservations.reserve("hr", "b5", Map.of(), NOON)).isEmpty();
    }

    @Test
    void a_batch_is_open_until_it_is_settled() {
        assertThat(reservations.fates(List.of("b1"))).isEqualTo(Map.of("b1", Fate.OPEN));

        reservations.settle("b1", Fate.FAILED, NOON);
        reservations.settle("b2", Fate.PUBLISHED, NOON);

        assertThat(reservations.fates(Set.of("b1", "b2", "b3"))).isEqualTo(Map.of("b1", Fate.FAILED, "b2", Fate.PUBLISHED, "b3", Fate.OPEN));
    }

    @Test
    void a_later_batch_can_take_ids_over() {
        reservations.reserve("hr", "b1", Map.of("e1", "h1"), NOON);

        reservations.takeOver("hr", "b2", List.of("e1"), NOON.plusSeconds(5));
        reservations.takeOver("hr", "b2", List.of(), NOON);

        assertThat(reservations.reserve("hr", "b3", Map.of("e1", "h1"), NOON))
                .isEqualTo(Map.of("e1", new Holder("h1", "b2", NOON.plusSeconds(5))));
    }

    @Test
    void of_many_that_claim_the_same_ids_at_once_each_id_goes_to_one_and_all_others_learn_who_that_is() throws Exception {
        int claimants = 40;
        List<Future<Map<String, Holder>>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < claimants; i++) {
                String batch = "b" + i;
                Map<String, String> hashes = Map.of("shared" + i % 4, "h", "own" + i, "h");
                answers.add(callers.submit(() -> {
                    Map<String, Holder> held = reservations.reserve("hr", batch, hashes, NOON);
                    reservations.settle(batch, Fate.PUBLISHED, NOON);
                    return held;
                }));
            }
        }
        Map<String, Set<String>> winners = new HashMap<>();
        for (int i = 0; i < claimants; i++) {
            Map<String, Holder> held = answers.get(i).get();
            assertThat(held.keySet()).isSubsetOf("shared" + i % 4);
            String winner = held.isEmpty() ? "b" + i : held.get("shared" + i % 4).batch();
            winners.computeIfAbsent("shared" + i % 4, _ -> new HashSet<>()).add(winner);
        }
        assertThat(winners).hasSize(4).allSatisfy((id, batches) -> assertThat(batches).hasSize(1));
        assertThat(reservations.fates(List.of("b0", "b39"))).isEqualTo(Map.of("b0", Fate.PUBLISHED, "b39", Fate.PUBLISHED));
    }
}
