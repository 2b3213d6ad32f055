package dev.lockstep.ingest.leaver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ingest.leaver.HeldLeavers.Approval;
import dev.lockstep.ingest.leaver.HeldLeavers.Held;
import dev.lockstep.ingest.leaver.HeldLeavers.HeldLeaver;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the store and its fake both do. */
abstract class HeldLeaversContract {
    private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
    private final HeldLeavers held = create();

    abstract HeldLeavers create();

    private static HeldLeaver leaver(String source, String key, String upload) {
        return new HeldLeaver(source, key, 3, upload, AT);
    }

    @Test
    void the_newest_snapshot_of_a_source_replaces_whom_an_older_one_held_and_leaves_other_sources_alone() {
        held.replace("hr", "u1", 30, List.of(leaver("hr", "a", "u1"), leaver("hr", "b", "u1")), AT);
        held.replace("hr2", "u2", 9, List.of(leaver("hr2", "a", "u2")), AT);

        held.replace("hr", "u3", 29, List.of(leaver("hr", "b", "u3"), leaver("hr", "c/d", "u3")), AT);

        assertThat(held.page("hr", null, 10)).containsExactly(leaver("hr", "b", "u3"), leaver("hr", "c/d", "u3"));
        assertThat(held.page(null, null, 10)).hasSize(3);
        assertThat(held.of("hr")).contains(new Held("hr", "u3", 2, 29, AT, null));
        assertThat(held.of("none")).isEmpty();
        assertThat(held.find("hr", List.of("b", "x"))).containsExactly(leaver("hr", "b", "u3"));
    }

    @Test
    void pages_follow_each_other() {
        held.replace("hr", "u1", 2_500, IntStream.range(0, 2_300).mapToObj(n -> leaver("hr", "k%05d".formatted(n), "u1")).toList(), AT);

        List<HeldLeaver> first = held.page("hr", null, 1_000);
        assertThat(first).hasSize(1_000);
        assertThat(held.page("hr", "hr/" + first.getLast().key(), 2_000)).hasSize(1_300).first().isEqualTo(leaver("hr", "k01000", "u1"));
    }

    @Test
    void an_approval_waits_until_it_is_taken_back_and_whoever_is_decided_is_held_no_more() {
        held.replace("hr", "u1", 30, List.of(leaver("hr", "a", "u1"), leaver("hr", "b", "u1")), AT);
        Approval approval = new Approval("ann", "what", AT);

        held.approve("hr", approval);
        assertThat(held.of("hr").orElseThrow().approval()).isEqualTo(approval);
        held.approve("hr", null);
        assertThat(held.of("hr").orElseThrow().approval()).isNull();

        held.remove("hr", List.of("a"));
        assertThat(held.page("hr", null, 10)).containsExactly(leaver("hr", "b", "u1"));
        held.forget("hr");
        assertThat(held.of("hr")).isEmpty();
    }
}
