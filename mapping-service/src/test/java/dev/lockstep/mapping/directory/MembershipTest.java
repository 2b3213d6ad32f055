package dev.lockstep.mapping.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.mapping.fakes.Changes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final Changes HR = Changes.group("g");

    private static Membership.Result apply(@Nullable Membership stored, DirectoryChange change) {
        return Membership.apply(stored, change, "m", Precedence.LAST_WRITER);
    }

    private static Membership edge(DirectoryChange... changes) {
        Membership stored = null;
        for (DirectoryChange change : changes) {
            if (apply(stored, change) instanceof Membership.Result.Changed(Membership next)) {
                stored = next;
            }
        }
        assertThat(stored).isNotNull();
        return stored;
    }

    @Test
    void the_newest_version_of_an_edge_counts_in_any_order() {
        assertThat(edge(HR.add("1", 1L, "m"), HR.remove("2", 2L, "m")).present()).isFalse();
        assertThat(edge(HR.remove("2", 2L, "m"), HR.add("1", 1L, "m")).present()).isFalse();
        assertThat(edge(HR.add("1", null, "m"), HR.remove("2", null, "m"), HR.add("3", null, "m")).present()).isTrue();
    }

    @Test
    void an_older_change_is_stale_and_the_same_event_goes_on_from_here() {
        Membership edge = edge(HR.add("2", 2L, "m"));

        assertThat(apply(edge, HR.remove("1", 1L, "m"))).isInstanceOf(Membership.Result.Stale.class);
        assertThat(apply(edge, HR.add("2", 2L, "m"))).isEqualTo(new Membership.Result.Repeated(edge));
    }

    @Test
    void another_source_is_the_last_writer_unless_a_better_one_spoke() {
        Membership edge = edge(HR.add("1", 9L, "m"));
        DirectoryChange other = HR.from("ldap").remove("1", 1L, "m");

        assertThat(apply(edge, other)).isInstanceOf(Membership.Result.Changed.class);
        assertThat(Membership.apply(edge, other, "m", new Precedence(List.of("hr", "ldap")))).isInstanceOf(Membership.Result.Stale.class);
    }
}
