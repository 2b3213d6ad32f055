package dev.lockstep.mapping.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.Mappings;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.fakes.World.Crash;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import dev.lockstep.mapping.planning.SweepStore.Sweep;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepRunnerTest {
    private final World world = new World();

    private void people(int count) {
        world.handle(IntStream.range(0, count).mapToObj(n -> Changes.user("u%04d".formatted(n)).upsert("1", null, Map.of("userPrincipalName", n + "@x")))
                .toArray(DirectoryChange[]::new));
    }

    private void begin(String syncId) {
        world.sweeps.begin(Sweep.fresh(syncId, "ping", syncId, "ann", Changes.AT));
    }

    private Sweep sweep(String id) {
        return world.sweeps.byId(id).orElseThrow();
    }

    @Test
    void a_sync_asks_for_everybody_counts_who_is_in_scope_and_ends_with_a_marker_per_partition() {
        people(1_201);
        world.handle(Changes.user("u0000").merge("2", null, Map.of("department", "hidden")), Changes.user("u0001").merge("2", null, Map.of("accountEnabled", false)));
        world.app("ping", true, true);
        begin("s1");

        world.sweeper("one").run();

        assertThat(world.reevaluates()).hasSize(1_201).allMatch(r -> r.lane() == Lane.BULK && "s1".equals(r.syncId()))
                .extracting(Reevaluate::objectId).doesNotHaveDuplicates();
        assertThat(sweep("s1").total()).isEqualTo(1_199);
        assertThat(sweep("s1").ended()).isTrue();
        assertThat(world.all(SyncMarker.class)).extracting(SyncMarker::partition).containsExactly(0, 1, 2, 3);
    }

    @Test
    void the_writer_is_told_of_the_end_once_all_partitions_are_decided() {
        people(3);
        world.app("ping", true, true);
        begin("s1");
        world.sweeper("one").run();
        assertThat(sweep("s1").allEvaluated()).isFalse();

        world.handleReevaluates();

        assertThat(sweep("s1").allEvaluated()).isTrue();
        assertThat(sweep("s1").markersSent()).isTrue();
        assertThat(world.desires()).hasSize(3).allMatch(d -> "s1".equals(d.syncId()));
        assertThat(world.all(SyncMarker.class)).hasSize(4);
        assertThat((long) world.desires().size()).isEqualTo(sweep("s1").total());
    }

    @Test
    void another_replica_goes_on_behind_the_last_page() {
        people(1_201);
        world.app("ping", true, true);
        begin("s1");
        world.dieAt(Crash.BEFORE_PUBLISH, 2);
        assertThatThrownBy(() -> world.sweeper("one").run()).isInstanceOf(NotPublished.class);
        assertThat(sweep("s1").total()).isEqualTo(500);

        world.sweeper("one").run();

        assertThat(sweep("s1").total()).isEqualTo(1_201);
        assertThat(world.reevaluates()).hasSize(1_201);
    }

    @Test
    void who_holds_a_walk_keeps_it_until_the_hold_runs_out() {
        begin("s1");
        assertThat(world.sweeps.claim("one", Changes.AT, Changes.AT.plusSeconds(30))).hasSize(1);
        assertThat(world.sweeps.claim("two", Changes.AT.plusSeconds(5), Changes.AT.plusSeconds(60))).isEmpty();
        assertThat(world.sweeps.claim("two", Changes.AT.plusSeconds(31), Changes.AT.plusSeconds(60))).hasSize(1);
        assertThat(world.sweeps.advance("s1", "one", "x", 1, Changes.AT.plusSeconds(90))).isFalse();
    }

    @Test
    void for_assigned_people_only_they_and_who_had_an_account_are_asked_for() {
        world.app("ping", false, true);
        people(5);
        world.handle(Changes.group("g").add("1", null, "u0001", "inner"), Changes.group("inner").add("1", null, "u0002"));
        world.assign("ping", Kind.GROUP, "g");
        world.assign("ping", Kind.USER, "u0004");
        world.published.clear();
        world.sweeps.begin(Sweep.fresh("s1", "ping", "s1", "ann", Changes.AT));

        world.sweeper("one").run();

        assertThat(world.reevaluates()).extracting(Reevaluate::objectId).containsExactly("u0001", "u0002", "u0004");
        world.handleReevaluates();
        world.handle(Changes.user("u0001").plain(Operation.SOFT_DELETE, "9", null));
        world.assignments.removeAll("ping");
        world.published.clear();
        world.sweeps.begin(Sweep.fresh("s2", "ping", "s2", "ann", Changes.AT));
        world.sweeper("one").run();
        assertThat(world.reevaluates()).extracting(Reevaluate::objectId).containsExactly("u0001", "u0002", "u0004");
        assertThat(world.sweeps.byId("s2").orElseThrow().total()).isEqualTo(3);
    }

    @Test
    void what_a_walk_will_remove_is_counted_before_its_first_page_and_told_with_each_removal() {
        people(1_201);
        world.app("ping", true, true);
        begin("s1");
        world.sweeper("one").run();
        world.handleReevaluates();
        assertThat(world.desires()).hasSize(1_201).allMatch(d -> d.removals() == null);
        world.published.clear();
        world.schema("ping", "{\"narrow\":1}", new Mappings() {
            @Override
            public boolean passes(Map<String, Object> attributes) {
                return Integer.parseInt(String.valueOf(attributes.get("userPrincipalName")).replace("@x", "")) >= 700;
            }
        });

        world.sweeps.begin(Sweep.fresh("v2", "ping", null, "ann", Changes.AT));
        world.dieAt(Crash.BEFORE_PUBLISH, 2);
        assertThatThrownBy(() -> world.sweeper("one").run()).isInstanceOf(NotPublished.class);
        world.sweeper("one").run();
        world.handleReevaluates();

        assertThat(world.sweeps.removals("v2")).hasValue(700);
        assertThat(world.desires()).hasSize(700).allMatch(d -> Integer.valueOf(700).equals(d.removals()));
    }

    @Test
    void of_an_unassigned_group_everybody_counts_who_has_no_other_way_to_the_app() {
        people(5);
        world.app("ping", false, true);
        world.handle(Changes.group("g").add("1", null, "u0000", "u0001", "u0002"));
        world.assign("ping", Kind.GROUP, "g");
        world.assign("ping", Kind.USER, "u0002");
        begin("s1");
        world.sweeper("one").run();
        world.handleReevaluates();
        world.published.clear();

        world.unassign("ping", Kind.GROUP, "g");
        world.fanOut().run();
        assertThat(world.reevaluates()).hasSize(3).allMatch(r -> Integer.valueOf(2).equals(r.removals()));
        world.handleReevaluates();

        assertThat(world.desires()).extracting(d -> d.objectId() + " " + d.removals()).containsExactlyInAnyOrder("u0000 2", "u0001 2");
    }

    @Test
    void a_newer_sync_ends_the_older_one_and_other_walks_do_not() {
        begin("s1");
        world.sweeps.begin(Sweep.fresh("v7", "ping", null, "ann", Changes.AT));
        world.sweeps.cancelOthers("ping", "v7", false);
        assertThat(world.sweeps.claim("one", Changes.AT, Changes.AT.plusSeconds(30))).extracting(Sweep::id).containsExactlyInAnyOrder("s1", "v7");

        world.sweeps.cancelOthers("ping", "s2", true);

        assertThat(world.sweeps.claim("one", Changes.AT, Changes.AT.plusSeconds(30))).isEmpty();
        assertThat(world.sweeps.evaluated("s1", 0, 4)).isEmpty();
    }
}
