package dev.lockstep.mapping.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntitlementsTest {
    private final World world = new World();
    private final Entitlements entitlements = world.entitlements;

    private void members(String group, String... members) {
        world.handle(Changes.group(group).add("add-" + group, null, members));
    }

    @Test
    void people_are_assigned_directly_or_through_groups_at_any_depth() {
        members("a", "b");
        members("b", "c", "u1");
        members("c", "u2");
        world.assign("ping", Kind.GROUP, "a");
        world.assign("slack", Kind.GROUP, "b");
        world.assign("slack", Kind.USER, "u3");

        assertThat(entitlements.appsOf(List.of("u1", "u2", "u3", "u4"))).isEqualTo(Map.of(
                "u1", Set.of("ping", "slack"), "u2", Set.of("ping", "slack"), "u3", Set.of("slack")));
    }

    @Test
    void a_cycle_of_groups_ends_where_it_began() {
        members("a", "b", "u1");
        members("b", "c");
        members("c", "a", "u2");
        world.assign("ping", Kind.GROUP, "b");

        assertThat(entitlements.appsOf(List.of("u1", "u2"))).isEqualTo(Map.of("u1", Set.of("ping"), "u2", Set.of("ping")));
        assertThat(entitlements.people(List.of("a"))).containsExactlyInAnyOrder("u1", "u2");
        assertThat(entitlements.matter(List.of("a"))).isTrue();
    }

    @Test
    void a_deleted_group_gives_nothing_and_passes_nothing_on() {
        members("a", "b");
        members("b", "u1");
        world.assign("ping", Kind.GROUP, "a");
        world.handle(Changes.group("b").upsert("1", null, Map.of()), Changes.group("b").plain(Operation.SOFT_DELETE, "2", null));

        assertThat(entitlements.appsOf(List.of("u1"))).isEmpty();
        assertThat(entitlements.matter(List.of("b"))).isTrue();
    }

    @Test
    void groups_matter_when_they_or_one_above_them_are_assigned() {
        members("a", "b");
        assertThat(entitlements.matter(List.of("b"))).isFalse();

        world.assign("ping", Kind.GROUP, "a");

        assertThat(entitlements.matter(List.of("b"))).isTrue();
    }
}
