package dev.lockstep.mapping.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.mapping.administration.OnDemand;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import dev.lockstep.mapping.planning.SweepStore.Sweep;
import dev.lockstep.mapping.sweep.Announcer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupsAndMembersTest {
    private static final Changes STAFF = Changes.group("staff");
    private static final Changes TEAM = Changes.group("team");
    private static final Changes ADA = Changes.user("ada");
    private final World world = new World();

    /** Everything that follows, until nothing does. */
    private void settle() {
        while (!world.reevaluates().isEmpty()) {
            world.handleReevaluates();
        }
    }

    private void staff(String... members) {
        world.handle(STAFF.upsert("g1", 1L, Map.of("displayName", "Staff")), STAFF.add("g2", 1L, members));
        settle();
    }

    private void sweep(String id) {
        world.sweeps.begin(Sweep.fresh(id, "ping", id, "ann", Changes.AT));
        world.sweeper("one").run();
        settle();
    }

    /** Of groups and memberships, as {@code objectId state reason}; then forgets what was published. */
    private List<String> told() {
        List<String> told = world.desires().stream().filter(d -> d.objectType() != ObjectType.USER)
                .map(d -> d.objectId() + " " + d.state() + " " + d.reason()).toList();
        world.published.clear();
        return told;
    }

    @Test
    void an_app_without_groups_is_told_of_none_and_nothing_is_kept_of_them() {
        world.app("ping", true, true);
        world.handle(ADA.upsert("1", 1L, Map.of("userPrincipalName", "ada@x")));
        staff("ada");
        world.assign("ping", Kind.GROUP, "staff");
        sweep("s1");
        world.handle(STAFF.remove("g3", 2L, "ada"), STAFF.plain(Operation.PURGE, "g4", 3L), ADA.plain(Operation.PURGE, "2", 2L));
        settle();

        assertThat(told()).isEmpty();
        assertThat(world.decision("ping", "staff")).isNull();
        assertThat(world.decision("ping", "staff/ada")).isNull();
    }

    @Test
    void in_an_app_for_all_a_group_and_its_members_follow_the_directory() {
        world.groupApp("ping", true);
        staff("ada", "bob");
        assertThat(told()).containsExactly("staff PRESENT allUsers", "staff/ada PRESENT member", "staff/bob PRESENT member");

        world.handle(STAFF.remove("g3", 2L, "bob"));
        settle();
        assertThat(told()).containsExactly("staff/bob DELETED notMember");

        world.handle(STAFF.merge("g4", 2L, Map.of("displayName", "Everybody")));
        settle();
        assertThat(world.desires()).singleElement().satisfies(d -> assertThat(d.userName()).isEqualTo("Everybody"));
        assertThat(told()).containsExactly("staff PRESENT allUsers");

        world.handle(STAFF.plain(Operation.SOFT_DELETE, "g5", 3L));
        settle();
        assertThat(told()).containsExactly("staff DELETED softDeleted", "staff/ada DELETED softDeleted");

        world.handle(STAFF.plain(Operation.RESTORE, "g6", 4L));
        settle();
        assertThat(told()).containsExactly("staff PRESENT allUsers", "staff/ada PRESENT member");
    }

    @Test
    void memberships_travel_in_the_slot_of_their_group() {
        world.groupApp("ping", true);
        staff("ada");

        assertThat(world.published.stream().filter(o -> o.topic() == Topic.ACCOUNT_DESIRED).map(Outgoing::slotKey)).containsOnly("ping/staff");
        assertThat(world.published.stream().filter(o -> o.topic() == Topic.ACCOUNT_DESIRED).map(Outgoing::key)).containsExactly("ping/staff", "ping/staff/ada");
    }

    @Test
    void only_a_group_that_is_assigned_itself_is_written_and_a_nested_one_is_a_member_only_then() {
        world.groupApp("ping", false);
        world.handle(ADA.upsert("1", 1L, Map.of("userPrincipalName", "ada@x")), TEAM.upsert("t1", 1L, Map.of("displayName", "Team")), TEAM.add("t2", 1L, "ada"));
        staff("team", "ada");
        assertThat(told()).isEmpty();

        world.assign("ping", Kind.GROUP, "staff");
        world.unassign("ping", Kind.GROUP, "staff");
        world.assignments.save(world.assignments.byId("ping~group~staff").orElseThrow().change(true, "ann", Changes.AT));
        world.fanOut().run();
        settle();
        assertThat(told()).containsExactlyInAnyOrder("staff PRESENT assigned", "staff/ada PRESENT member");

        world.assignments.save(new AssignmentStore.Assignment("ping", Kind.GROUP, "team", true, 1, false, "ann", Changes.AT));
        world.fanOut().run();
        settle();
        assertThat(told()).containsExactlyInAnyOrder("team PRESENT assigned", "team/ada PRESENT member", "staff/team PRESENT member");

        world.unassign("ping", Kind.GROUP, "team");
        world.fanOut().run();
        assertThat(world.reevaluates()).filteredOn(r -> r.objectType() == ObjectType.GROUP).singleElement()
                .satisfies(r -> assertThat(r.removals()).as("the group itself; ada stays by the other one").isEqualTo(1));
        settle();
        assertThat(told()).containsExactlyInAnyOrder("team DELETED unassigned", "team/ada DELETED unassigned", "staff/team DELETED memberNotInScope");
    }

    @Test
    void a_purged_member_leaves_its_groups_and_comes_back_with_the_person() {
        world.groupApp("ping", true);
        world.handle(ADA.upsert("1", 1L, Map.of("userPrincipalName", "ada@x")));
        staff("ada");
        told();

        world.handle(ADA.plain(Operation.SOFT_DELETE, "2", 2L));
        settle();
        assertThat(told()).isEmpty();

        world.handle(ADA.plain(Operation.PURGE, "3", 3L));
        settle();
        assertThat(told()).containsExactly("staff/ada DELETED memberGone");

        world.handle(ADA.upsert("4", 4L, Map.of("userPrincipalName", "ada@x")));
        settle();
        assertThat(told()).containsExactly("staff/ada PRESENT member");
    }

    @Test
    void a_group_of_many_is_asked_for_in_messages_of_at_most_two_hundred_and_never_twice() {
        world.groupApp("ping", false);
        String[] many = IntStream.range(0, 1_001).mapToObj(n -> "m%04d".formatted(n)).toArray(String[]::new);
        staff(many);
        world.assignments.save(new AssignmentStore.Assignment("ping", Kind.GROUP, "staff", true, 1, false, "ann", Changes.AT));
        world.fanOut().run();
        world.handleReevaluates();

        List<Reevaluate> asked = world.reevaluates().stream().filter(r -> r.members() != null).toList();
        assertThat(asked).hasSize(6).allMatch(r -> r.lane() == Lane.BULK && r.objectId().equals("staff") && "ping".equals(r.app()));
        assertThat(asked).allMatch(r -> Objects.requireNonNull(r.members()).size() <= MembershipFanOut.AT_ONCE);
        assertThat(asked.stream().flatMap(r -> Objects.requireNonNull(r.members()).stream())).hasSize(1_001).doesNotHaveDuplicates();
        assertThat(world.published.stream().filter(o -> o.topic() == Topic.DIRECTORY_REEVALUATE).map(o -> Objects.requireNonNull(o.envelope()).id())).doesNotHaveDuplicates();
        settle();
        assertThat(world.desires().stream().filter(d -> d.objectType() == ObjectType.MEMBERSHIP)).hasSize(1_001).allMatch(d -> d.lane() == Lane.BULK && d.version() == 1);
    }

    @Test
    void a_sync_counts_groups_and_not_memberships_and_a_restart_publishes_all_of_them_anew() {
        world.groupApp("ping", false);
        world.handle(ADA.upsert("1", 1L, Map.of("userPrincipalName", "ada@x")), TEAM.upsert("t1", 1L, Map.of("displayName", "Team")));
        staff("ada", "bob");
        world.assign("ping", Kind.GROUP, "staff");

        sweep("s1");
        Sweep first = world.sweeps.byId("s1").orElseThrow();
        assertThat(first.total()).isEqualTo(2);
        assertThat(first.markersSent()).isTrue();
        assertThat(world.desires()).filteredOn(d -> "s1".equals(d.syncId())).extracting(DesiredAccount::objectId).containsExactlyInAnyOrder("ada", "staff");
        assertThat(told()).containsExactly("staff PRESENT assigned", "staff/ada PRESENT member", "staff/bob PRESENT member");

        sweep("s2");
        assertThat(world.desires()).filteredOn(d -> d.objectId().equals("staff/ada")).singleElement().satisfies(d -> assertThat(d.version()).isEqualTo(2));
        assertThat(world.sweeps.byId("s2").orElseThrow().total()).isEqualTo(2);
        assertThat(told()).hasSize(3);
    }

    @Test
    void what_changed_while_groups_were_switched_off_is_found_by_the_walk_that_switching_them_on_orders() {
        world.groupApp("ping", true);
        staff("ada", "bob");
        told();
        groups(false);
        world.handle(STAFF.remove("g3", 2L, "bob"), STAFF.add("g4", 3L, "eve"), STAFF.merge("g5", 3L, Map.of("displayName", "All")));
        settle();
        assertThat(told()).isEmpty();

        groups(true);
        world.sweeps.begin(Sweep.fresh("v3", "ping", null, "ann", Changes.AT));
        world.sweeper("one").run();
        settle();

        assertThat(told()).containsExactly("staff PRESENT allUsers", "staff/bob DELETED notMember", "staff/eve PRESENT member");
    }

    private void groups(boolean enabled) {
        var stored = world.apps.byId("ping").orElseThrow();
        world.apps.save(stored.changed(d -> new dev.lockstep.mapping.app.App.Draft(d.name(), d.tenantUrl(), d.credentials(), d.job(), d.automatic(), d.everybody(),
                enabled, d.notifications(), d.removalThreshold(), d.limits(), d.onPurge(), d.policies()), world.activity("groups"), null)
                .with(dev.lockstep.mapping.app.App.Outbox.EMPTY));
    }

    @Test
    void a_walk_goes_on_with_the_groups_where_another_replica_died() {
        world.groupApp("ping", true);
        world.handle(IntStream.range(0, 501).mapToObj(n -> Changes.group("g%04d".formatted(n)).upsert("1", null, Map.of("displayName", "G" + n)))
                .toArray(dev.lockstep.contracts.DirectoryChange[]::new));
        world.handle(ADA.upsert("1", 1L, Map.of("userPrincipalName", "ada@x")));
        settle();
        world.published.clear();
        world.sweeps.begin(Sweep.fresh("s1", "ping", "s1", "ann", Changes.AT));
        world.dieAt(World.Crash.BEFORE_PUBLISH, 3);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> world.sweeper("one").run()).isNotNull();
        assertThat(world.sweeps.byId("s1").orElseThrow().cursor()).isEqualTo("~g0499");

        world.sweeper("one").run();

        assertThat(world.sweeps.byId("s1").orElseThrow().total()).isEqualTo(502);
        assertThat(world.reevaluates()).extracting(Reevaluate::objectId).hasSize(502).doesNotHaveDuplicates();
    }

    @Test
    void a_replayed_membership_is_decided_by_the_owner_of_its_group_and_a_pointless_one_is_answered() {
        world.groupApp("ping", true);
        staff("ada");
        world.published.clear();
        String replay = Asked.REPLAY + "1";

        world.decide().handle(List.of(
                world.put(Topic.DIRECTORY_REEVALUATE, "staff", new Reevaluate(ObjectType.GROUP, "staff", "ping", List.of(), Lane.REPLAY, null, replay, "ann", null, List.of("ada", "never"))),
                world.put(Topic.DIRECTORY_REEVALUATE, "staff", new Reevaluate(ObjectType.USER, "staff", "ping", List.of(), Lane.REPLAY, null, replay, "ann"))));

        assertThat(world.desires()).extracting(d -> d.objectType() + " " + d.objectId() + " " + d.requestId() + " " + d.state())
                .containsExactly("GROUP staff replay-1 PRESENT", "MEMBERSHIP staff/ada replay-1 PRESENT");
        assertThat(world.replayed).containsExactly(new DecideBatch.Replayed(replay, "ping", "staff/never", false));
        assertThat(world.reevaluates()).as("a replay is about what it names").isEmpty();
    }

    @Test
    void an_app_that_is_removed_leaves_a_tombstone_of_each_membership_in_the_slot_of_its_group() {
        world.groupApp("ping", true);
        staff("ada");
        world.published.clear();
        world.apps.save(world.apps.byId("ping").orElseThrow().remove(world.activity("removed")));

        new Announcer(world.apps, world.sweeps, world.decisions, world.assignments, world.archive, world, world.clock).run();

        assertThat(world.published.stream().filter(o -> o.topic() == Topic.ACCOUNT_DESIRED && o.partition() == null).map(o -> o.key() + " in " + o.slotKey()))
                .containsExactly("ping/staff in ping/staff", "ping/staff/ada in ping/staff");
        assertThat(Objects.requireNonNull(world.decision("ping", "staff/ada")).state()).isNull();
    }

    @Test
    void a_group_is_provisioned_on_demand_with_its_members() {
        world.groupApp("ping", false);
        staff("ada");
        world.assign("ping", Kind.GROUP, "staff");
        world.published.clear();
        OnDemand onDemand = new OnDemand(world.catalog, world.objects, world.entitlements, world.decisions, world.precedences, world, world.clock);

        OnDemand.Answer dry = onDemand.run("ping", ObjectType.GROUP, "staff", true, "req", "ann");
        assertThat(Objects.requireNonNull(dry.desired()).attributes()).containsEntry("displayName", "Staff");
        assertThat(dry.steps()).extracting(OnDemand.Step::status).containsExactly("success", "success");
        assertThat(onDemand.run("ping", ObjectType.USER, "staff", true, "req", "ann").steps().getFirst().status()).isEqualTo("failure");
        assertThat(world.published).isEmpty();

        onDemand.run("ping", ObjectType.GROUP, "staff", false, "req", "ann");
        settle();
        assertThat(world.desires()).extracting(d -> d.objectId() + " " + d.requestId() + " " + d.lane()).containsExactly("staff req ON_DEMAND", "staff/ada null LIVE");
        world.app("quiet", true, true);
        assertThat(onDemand.run("quiet", ObjectType.GROUP, "staff", false, "req", "ann").steps().getFirst().status()).isEqualTo("skipped");
    }

    @SuppressWarnings("unchecked")
    private static <S> S counted(Class<S> kind, S store, List<String> calls) {
        return (S) java.lang.reflect.Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, args) -> {
            calls.add(kind.getSimpleName() + "." + method.getName());
            return method.invoke(store, args);
        });
    }

    @Test
    void people_of_an_app_without_groups_cost_no_further_read() {
        world.app("ping", false, true);
        world.assign("ping", Kind.USER, "ada");
        List<String> calls = new java.util.ArrayList<>();
        ObjectStore objects = counted(ObjectStore.class, world.objects, calls);
        MembershipStore memberships = counted(MembershipStore.class, world.memberships, calls);
        DecisionStore decisions = counted(DecisionStore.class, world.decisions, calls);
        Entitlements entitlements = new Entitlements(memberships, counted(AssignmentStore.class, world.assignments, calls), objects);
        DecideBatch decide = new DecideBatch(objects, memberships, world.catalog, world.precedences, decisions, entitlements, marker -> {
        }, world, DecideBatch.Observer.NONE, DecideBatch.Replays.NONE, world.clock);

        decide.handle(List.of(world.put(ADA.upsert("1", 1L, Map.of("userPrincipalName", "ada@x"))), world.put(Changes.user("bob").plain(Operation.PURGE, "2", 2L))));

        assertThat(calls).containsExactly("ObjectStore.byIds", "ObjectStore.store", "MembershipStore.groupsOf", "AssignmentStore.appsOf", "DecisionStore.byIds",
                "DecisionStore.store");
        calls.clear();
        decide.handle(List.of(world.put(STAFF.upsert("g1", 1L, Map.of("displayName", "Staff"))), world.put(STAFF.add("g2", 1L, "ada"))));
        assertThat(calls).doesNotContain("DecisionStore.byIds", "DecisionStore.store");
        assertThat(calls).filteredOn("ObjectStore.byIds"::equals).hasSize(1);
        assertThat(calls).filteredOn("MembershipStore.byIds"::equals).hasSize(1);
    }
}
