package dev.lockstep.mapping.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.InMemoryReplays;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.State;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Past events through the whole service without store and broker: what they are about, what is foretold and what comes of it. */
class ReprocessTest {
    private static final Changes STAFF = Changes.group("staff");
    private static final Changes TEAM = Changes.group("team");
    private static final Changes ADA = Changes.user("ada");
    private static final Changes BOB = Changes.user("bob");
    private final World world = new World();
    private final InMemoryReplays store = new InMemoryReplays();
    private Instant now = Changes.AT;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final List<DirectoryChange> range = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();
    private int most = 1_000_000;

    private Reprocess reprocess() {
        ChangeLog log = (source, from, to) -> {
            Gathered gathered = new Gathered();
            range.forEach(gathered::add);
            return gathered.found(gathered.exceeds(most));
        };
        return new Reprocess(log, new Concerns(world.entitlements, world.memberships, world.decisions),
                new Foresight(world.catalog, world.objects, world.memberships, world.entitlements, world.decisions, world.precedences, clock),
                new Replays(store, clock, () -> {
                }));
    }

    private static Reprocess.Range all(@Nullable String app) {
        return new Reprocess.Range("hr", Changes.AT, Changes.AT.plusSeconds(1), app);
    }

    private void happened(DirectoryChange... changes) {
        world.handle(changes);
        while (!world.reevaluates().isEmpty()) {
            world.handleReevaluates();
        }
        world.published.clear();
    }

    /** They happen within the range that is processed again. */
    private void inRange(DirectoryChange... changes) {
        happened(changes);
        range.addAll(List.of(changes));
    }

    /** Runs it to its end; what it published, after comparing its counts with what was foretold. */
    private List<String> processed(@Nullable String app) {
        world.published.clear();
        Reprocess.Preview preview = reprocess().preview(all(app));
        assertThat(world.published).as("a preview publishes nothing").isEmpty();
        String id = reprocess().start(all(app), 1000, "ann").id();
        Replay replay = ended(id);
        assertThat(replay.counts().matched()).isEqualTo(preview.accounts());
        List<DesiredAccount> told = world.desires().stream().filter(d -> id.equals(d.requestId())).toList();
        Map<String, Long> states = new HashMap<>();
        told.forEach(d -> states.merge(d.state().name().toLowerCase(java.util.Locale.ROOT), 1L, Long::sum));
        preview.preview().forEach((state, count) -> assertThat(states.getOrDefault(state, count)).as(state).isEqualTo(count));
        assertThat(replay.counts().results()).isEqualTo(results(told.size(), preview.preview().getOrDefault("nothing", 0L)));
        assertThat(store.items(id, null, null, 10_000).stream().filter(item -> item.objectId().contains("/"))).hasSize((int) preview.memberships());
        return told.stream().map(d -> d.app() + " " + d.objectId() + " " + d.state()).toList();
    }

    private static Map<Result, Long> results(long updates, long nothing) {
        Map<Result, Long> results = new HashMap<>(Map.of(Result.UPDATE, updates, Result.NOTHING, nothing));
        results.values().removeIf(count -> count == 0);
        return results;
    }

    private Replay ended(String id) {
        ReplayRunner runner = new ReplayRunner(store, world.catalog, world, clock, "one");
        for (int i = 0; i < 200 && store.byId(id).orElseThrow().state() == State.RUNNING; i++) {
            step(runner);
        }
        assertThat(store.byId(id).orElseThrow().state()).isEqualTo(State.DONE);
        return store.byId(id).orElseThrow();
    }

    private void step(ReplayRunner runner) {
        now = now.plusMillis(100);
        runner.step();
        world.handleReevaluates();
        store.settle(world.desires().stream().filter(d -> d.requestId() != null && answered.add(d.key() + "@" + d.version())).map(d -> new Item.Settled(
                d.requestId(), d.app(), d.objectId(), Result.UPDATE, null, d.version(), now)).toList());
        store.settle(world.replayed.stream().map(item -> Settling.of(item, now)).toList());
    }

    private void groups(String app, boolean enabled) {
        App stored = world.apps.byId(app).orElseThrow();
        world.apps.save(stored.changed(d -> new App.Draft(d.name(), d.tenantUrl(), d.credentials(), d.job(), d.automatic(), d.everybody(), enabled, d.notifications(),
                d.removalThreshold(), d.limits(), d.onPurge(), d.policies()), world.activity("groups"), null).with(App.Outbox.EMPTY));
    }

    private static DirectoryChange person(Changes who) {
        return who.upsert("p-" + who.id(), 1L, Map.of("userPrincipalName", who.id() + "@x"));
    }

    private void staff(String... members) {
        happened(person(ADA), person(BOB), STAFF.upsert("g1", 1L, Map.of("displayName", "Staff")), STAFF.add("g2", 1L, members));
    }

    @Test
    void members_that_came_or_went_are_decided_again_with_the_people_and_without_the_rest_of_the_group() {
        world.groupApp("ping", true);
        staff("ada", "eve");

        inRange(STAFF.add("g3", 2L, "bob"), STAFF.remove("g4", 3L, "ada"), STAFF.remove("g5", 3L, "never"));

        assertThat(processed(null)).containsExactlyInAnyOrder("ping ada PRESENT", "ping bob PRESENT", "ping staff/ada DELETED", "ping staff/bob PRESENT");
    }

    @Test
    void what_was_decided_wrongly_in_the_range_is_put_right() {
        world.groupApp("ping", true);
        staff("ada");
        groups("ping", false);
        inRange(STAFF.add("g3", 2L, "bob"), STAFF.remove("g4", 3L, "ada"), STAFF.merge("g5", 3L, Map.of("displayName", "All")), TEAM.upsert("t1", 1L, Map.of("displayName", "Team")));
        groups("ping", true);
        assertThat(world.decision("ping", "staff/bob")).isNull();

        assertThat(processed("ping")).contains("ping staff PRESENT", "ping team PRESENT", "ping staff/ada DELETED", "ping staff/bob PRESENT");
        assertThat(world.desires()).filteredOn(d -> d.objectId().equals("staff")).singleElement().satisfies(d -> assertThat(d.userName()).isEqualTo("All"));
    }

    @Test
    void a_group_that_only_got_another_name_keeps_its_memberships_to_itself() {
        world.groupApp("ping", true);
        staff("ada");

        inRange(STAFF.merge("g3", 2L, Map.of("displayName", "All")));

        assertThat(processed(null)).containsExactlyInAnyOrder("ping staff PRESENT", "ping ada PRESENT");
    }

    @Test
    void a_group_that_was_created_or_restored_brings_all_its_memberships_and_its_own_in_other_groups() {
        world.groupApp("ping", true);
        staff("team", "ada");
        happened(TEAM.upsert("t1", 1L, Map.of("displayName", "Team")), TEAM.add("t2", 1L, "bob"), TEAM.plain(Operation.SOFT_DELETE, "t3", 2L));

        inRange(TEAM.plain(Operation.RESTORE, "t4", 3L), TEAM.add("t5", 3L, "ada", "bob"));

        assertThat(processed(null)).containsExactlyInAnyOrder("ping team PRESENT", "ping team/bob PRESENT", "ping team/ada PRESENT", "ping staff/team PRESENT",
                "ping ada PRESENT", "ping bob PRESENT");
    }

    @Test
    void a_group_that_was_purged_takes_all_its_memberships_away_also_of_those_whom_the_directory_has_forgotten() {
        world.groupApp("ping", true);
        staff("ada", "bob");
        groups("ping", false);
        happened(STAFF.remove("g3", 2L, "bob"));
        inRange(STAFF.plain(Operation.PURGE, "g4", 3L));
        groups("ping", true);

        assertThat(processed(null)).containsExactlyInAnyOrder("ping ada PRESENT", "ping staff DELETED", "ping staff/ada DELETED", "ping staff/bob DELETED");
    }

    @Test
    void a_person_who_was_purged_leaves_the_groups_and_one_who_only_changed_does_not_touch_them() {
        world.groupApp("ping", true);
        staff("ada", "bob");

        inRange(ADA.plain(Operation.PURGE, "a2", 2L), BOB.merge("b2", 2L, Map.of("jobTitle", "Boss")));

        assertThat(processed(null)).containsExactlyInAnyOrder("ping ada DELETED", "ping bob PRESENT", "ping staff/ada DELETED");
    }

    @Test
    void an_app_without_groups_hears_of_people_alone() {
        world.app("ping", true, true);
        world.groupApp("pong", true);
        staff("ada");

        inRange(STAFF.plain(Operation.SOFT_DELETE, "g3", 2L), STAFF.plain(Operation.RESTORE, "g4", 3L), STAFF.add("g5", 3L, "bob"));

        assertThat(processed("ping")).containsExactlyInAnyOrder("ping ada PRESENT", "ping bob PRESENT");
        assertThat(processed(null)).containsExactlyInAnyOrder("ping ada PRESENT", "ping bob PRESENT", "pong ada PRESENT", "pong bob PRESENT", "pong staff PRESENT", "pong staff/ada PRESENT", "pong staff/bob PRESENT");
    }

    @Test
    void a_group_counts_for_the_apps_that_it_is_assigned_to_and_for_those_that_have_it() {
        world.groupApp("ping", false);
        world.groupApp("pong", false);
        world.assign("ping", Kind.GROUP, "staff");
        staff("ada");

        inRange(STAFF.upsert("g3", 2L, Map.of("displayName", "All")), TEAM.upsert("t1", 1L, Map.of("displayName", "Team")), TEAM.add("t2", 1L, "ada"));

        assertThat(processed(null)).containsExactlyInAnyOrder("ping staff PRESENT", "ping staff/ada PRESENT", "ping ada PRESENT");
    }

    @Test
    void a_nested_group_without_members_is_not_decided_for_coming_into_another() {
        world.groupApp("ping", true);
        staff("ada");
        happened(TEAM.upsert("t1", 1L, Map.of("displayName", "Team")));

        inRange(STAFF.add("g3", 2L, "team"));

        assertThat(processed(null)).containsExactly("ping staff/team PRESENT");
    }

    @Test
    void a_large_group_comes_whole_and_each_membership_once() {
        world.groupApp("ping", false);
        world.assign("ping", Kind.GROUP, "staff");
        String[] many = IntStream.range(0, 1_201).mapToObj(n -> "m%04d".formatted(n)).toArray(String[]::new);

        inRange(STAFF.upsert("g1", 1L, Map.of("displayName", "Staff")), STAFF.add("g2", 1L, many), STAFF.add("g3", 2L, "m0000"));

        Reprocess.Preview preview = reprocess().preview(all(null));
        assertThat(preview.memberships()).isEqualTo(1_201);
        assertThat(preview.accounts()).isEqualTo(1_202);
        assertThat(preview.objects()).as("people whom nobody knows yet among them").isEqualTo(1_202);
        assertThat(processed(null)).hasSize(1_202).doesNotHaveDuplicates();
    }

    @Test
    void memberships_keep_the_rate_and_nothing_is_sent_after_cancelling() {
        world.groupApp("ping", false);
        world.assign("ping", Kind.GROUP, "staff");
        inRange(STAFF.upsert("g1", 1L, Map.of("displayName", "Staff")), STAFF.add("g2", 1L, IntStream.range(0, 300).mapToObj(n -> "m%04d".formatted(n)).toArray(String[]::new)));
        String id = reprocess().start(all(null), 20, "ann").id();
        ReplayRunner runner = new ReplayRunner(store, world.catalog, world, clock, "one");
        for (int i = 0; i < 50; i++) {
            step(runner);
        }
        int sent = world.desires().size();
        assertThat(sent).isBetween(99, 102);

        store.cancel(id, "bob", now);
        for (int i = 0; i < 30; i++) {
            step(runner);
        }

        assertThat(world.desires()).hasSize(sent);
        Replay replay = store.byId(id).orElseThrow();
        assertThat(replay.state()).isEqualTo(State.CANCELLED);
        assertThat(replay.counts()).isEqualTo(new Replay.Counts(301, sent, Map.of(Result.UPDATE, (long) sent)));
    }

    @Test
    void a_range_about_too_many_memberships_is_refused() {
        most = 3;
        inRange(STAFF.add("g1", 1L, "a", "b"), TEAM.add("t1", 1L, "a", "b"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> reprocess().preview(all(null))).hasMessageContaining("too many");
    }
}
