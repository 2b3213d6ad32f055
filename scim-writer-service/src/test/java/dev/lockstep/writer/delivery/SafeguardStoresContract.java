package dev.lockstep.writer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.writer.delivery.Approvals.Approval;
import org.junit.jupiter.api.Test;

/** What every count of removals and every memory of approvals does. */
abstract class SafeguardStoresContract {
    abstract Removals removals();

    abstract Approvals approvals();

    abstract Paces paces();

    @Test
    void moments_for_calls_are_given_once_and_one_after_the_other() {
        Paces paces = paces();

        assertThat(paces.reserve("a", 1_000, 3, 10)).isEqualTo(1_000);
        assertThat(paces.reserve("a", 1_005, 2, 10)).isEqualTo(1_030);
        assertThat(paces.reserve("b", 1_005, 2, 10)).isEqualTo(1_005);
        assertThat(paces.reserve("a", 9_000, 1, 10)).isEqualTo(9_000);
    }

    @Test
    void the_longest_pause_stays_and_a_rate_is_cut_once() {
        Paces paces = paces();
        paces.pause("a", 500);
        paces.pause("a", 300);
        paces.cut("a", 20, 1_000, 900);
        paces.cut("a", 10, 1_001, 901);

        assertThat(paces.of(java.util.List.of("a", "b"))).isEqualTo(java.util.Map.of("a", new Paces.Pace(500, 20, 1_000)));
    }

    @Test
    void of_an_app_that_is_gone_nothing_is_left() {
        Paces paces = paces();
        paces.pause("a", 500);
        paces.pause("b", 500);
        paces.reserve("a", 1_000, 3, 10);
        Removals removals = removals();
        removals.note("a", "op-1", 100);
        removals.note("b", "op-2", 100);

        paces.removeApp("a");
        removals.removeApp("a");

        assertThat(paces.of(java.util.List.of("a", "b"))).containsOnlyKeys("b");
        assertThat(paces.reserve("a", 1_000, 1, 10)).isEqualTo(1_000);
        assertThat(removals.since("a", 0)).isZero();
        assertThat(removals.since("b", 0)).isEqualTo(1);
    }

    @Test
    void an_operation_counts_once_for_its_app_and_only_within_the_window() {
        Removals removals = removals();
        removals.note("a", "op-1", 100);
        removals.note("a", "op-1", 900);
        removals.note("a", "op-2", 200);
        removals.note("b", "op-3", 200);

        assertThat(removals.since("a", 50)).isEqualTo(2);
        assertThat(removals.since("a", 100)).isEqualTo(1);

        removals.forget("op-2");
        assertThat(removals.since("a", 50)).isEqualTo(1);

        removals.dropBefore(150);
        assertThat(removals.since("a", 0)).isZero();
        assertThat(removals.since("b", 0)).isEqualTo(1);
    }

    @Test
    void an_app_has_at_most_one_approval_the_newest() {
        Approvals approvals = approvals();
        approvals.put("a", new Approval("ann", "these", "why", 1));
        approvals.put("a", new Approval("bob", "those", "because", 2));

        assertThat(approvals.of("a")).contains(new Approval("bob", "those", "because", 2));
        assertThat(approvals.of("b")).isEmpty();

        approvals.clear("a");
        assertThat(approvals.of("a")).isEmpty();
    }
}
