package dev.lockstep.mapping.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.fakes.World.Crash;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecideBatchTest {
    private static final Changes ADA = Changes.user("ada");
    private static final Changes BOB = Changes.user("bob");
    private static final Map<String, Object> NAMED = Map.of("userPrincipalName", "ada@x", "displayName", "Ada");
    private final World world = new World();

    @Test
    void several_changes_of_one_person_in_one_batch_are_one_desire_of_the_last_state() {
        world.app("ping", true, true);

        world.handle(ADA.upsert("1", 1L, NAMED), ADA.merge("2", 2L, Map.of("displayName", "Ada L")), BOB.upsert("1", null, Map.of("userPrincipalName", "bob@x")));

        assertThat(world.desires()).hasSize(2);
        DesiredAccount ada = world.desires().getFirst();
        assertThat(ada.attributes()).containsEntry("displayName", "Ada L");
        assertThat(ada.causes()).containsExactly("hr/1", "hr/2");
        assertThat(ada.version()).isEqualTo(1);
    }

    @Test
    void only_running_apps_decide_unless_somebody_asks() {
        world.app("off", true, false);
        world.handle(ADA.upsert("1", 1L, NAMED));
        assertThat(world.desires()).isEmpty();

        world.decide().handle(List.of(world.put(Topic.DIRECTORY_REEVALUATE, "ada",
                new Reevaluate(ObjectType.USER, "ada", "off", List.of(), Lane.ON_DEMAND, null, "req", "ann"))));

        assertThat(world.desires()).singleElement().satisfies(d -> assertThat(d.requestId()).isEqualTo("req"));
    }

    @Test
    void a_stale_change_has_no_effect_and_is_told() {
        world.app("ping", true, true);
        world.handle(ADA.upsert("5", 5L, NAMED));
        world.published.clear();

        world.handle(ADA.upsert("4", 4L, Map.of("userPrincipalName", "old@x")));

        assertThat(world.desires()).isEmpty();
        Activity told = world.activities().getFirst();
        assertThat(told.action()).isEqualTo("inputRejected");
        assertThat(told.status()).isEqualTo("warning");
        assertThat(Objects.requireNonNull(told.failure()).code()).isEqualTo("stale");
        assertThat(told.factId()).isEqualTo("stale/hr/4");
    }

    @ParameterizedTest
    @EnumSource(Crash.class)
    void a_process_that_dies_around_publishing_repeats_the_same_message(Crash point) {
        world.app("ping", true, true);
        List<Received> batch = List.of(world.put(ADA.upsert("1", 1L, NAMED)), world.put(ADA.merge("2", 2L, Map.of("displayName", "Ada L"))));
        world.dieAt(point, 1);
        assertThatThrownBy(() -> world.decide().handle(batch)).isInstanceOf(NotPublished.class);
        List<Outgoing> lost = List.copyOf(world.published);
        world.published.clear();

        world.decide().handle(batch);

        assertThat(world.desires()).singleElement().satisfies(d -> {
            assertThat(d.version()).isEqualTo(1);
            assertThat(d.attributes()).containsEntry("displayName", "Ada L");
        });
        assertThat(world.activities()).isEmpty();
        if (point == Crash.AFTER_PUBLISH) {
            assertThat(world.published).isEqualTo(lost);
        }
    }

    @Test
    void a_crash_is_repaired_also_when_the_records_come_again_in_other_batches() {
        world.app("ping", true, true);
        Received first = world.put(ADA.upsert("1", 1L, NAMED));
        Received second = world.put(ADA.merge("2", 2L, Map.of("notMapped", "x")));
        world.dieAt(Crash.BEFORE_PUBLISH, 1);
        assertThatThrownBy(() -> world.decide().handle(List.of(first, second))).isInstanceOf(NotPublished.class);

        world.decide().handle(List.of(first));
        world.decide().handle(List.of(second));
        assertThat(world.desires()).hasSize(1);

        world.published.clear();
        Received third = world.put(ADA.merge("3", 3L, Map.of("displayName", "Ada L")));
        world.dieAt(Crash.BEFORE_PUBLISH, 1);
        assertThatThrownBy(() -> world.decide().handle(List.of(third))).isInstanceOf(NotPublished.class);
        world.decide().handle(List.of(third, world.put(ADA.merge("4", 4L, Map.of("notMapped", "y")))));
        assertThat(world.desires()).singleElement().satisfies(d -> {
            assertThat(d.version()).isEqualTo(3);
            assertThat(d.causes()).containsExactly("hr/3", "hr/4");
        });
    }

    @ParameterizedTest
    @EnumSource(Crash.class)
    void a_leave_and_a_return_that_are_read_after_a_desire_was_published_and_its_records_come_again_are_on_record(Crash point) {
        world.app("ping", true, true);
        world.handle(ADA.upsert("1", 1L, NAMED));
        world.published.clear();
        Received renamed = world.put(ADA.merge("2", 2L, Map.of("displayName", "Ada L")));
        world.dieAt(point, 1);
        assertThatThrownBy(() -> world.decide().handle(List.of(renamed))).isInstanceOf(NotPublished.class);
        List<Received> all = List.of(renamed, world.put(ADA.plain(Operation.SOFT_DELETE, "3", 3L)), world.put(ADA.plain(Operation.RESTORE, "4", 4L)));

        world.dieAt(point, 1);
        assertThatThrownBy(() -> world.decide().handle(all)).isInstanceOf(NotPublished.class);
        world.decide().handle(all);

        // Who has a version does not look at it again.
        Map<Long, List<String>> causes = new LinkedHashMap<>();
        world.desires().forEach(desired -> causes.putIfAbsent(desired.version(), desired.causes()));
        assertThat(causes).containsEntry(3L, List.of("hr/2", "hr/3", "hr/4"));
        assertThat(causes.getOrDefault(2L, List.of("hr/2"))).containsExactly("hr/2");
    }

    @ParameterizedTest
    @EnumSource(Crash.class)
    void every_change_leaves_a_trace_however_the_records_are_cut_when_they_come_again(Crash point) {
        world.app("ping", true, true);
        Received first = world.put(ADA.upsert("1", 1L, NAMED));
        Received second = world.put(ADA.merge("2", 2L, Map.of("displayName", "Ada L")));
        world.dieAt(point, 1);
        assertThatThrownBy(() -> world.decide().handle(List.of(first, second))).isInstanceOf(NotPublished.class);

        world.decide().handle(List.of(first));
        world.decide().handle(List.of(second));

        List<String> told = new ArrayList<>(world.desires().stream().flatMap(desired -> desired.causes().stream()).toList());
        world.activities().forEach(activity -> told.addAll(activity.causes()));
        assertThat(told).contains("hr/1", "hr/2");
        assertThat(world.desires()).extracting(DesiredAccount::version).containsOnly(1L);
    }

    @Test
    void changes_that_ask_for_nothing_new_are_on_record_once_with_the_apps_that_they_leave_as_they_are() {
        world.app("ping", true, true);
        world.app("pong", false, true);
        world.app("off", true, false);
        world.handle(ADA.upsert("1", 1L, NAMED));
        world.published.clear();

        world.handle(ADA.merge("2", 2L, Map.of("displayName", "Ada L")));

        assertThat(world.desires()).singleElement().satisfies(d -> assertThat(d.causes()).containsExactly("hr/2"));
        assertThat(world.activities()).singleElement().satisfies(a -> assertThat(a.detail()).containsEntry("apps", List.of("pong")));
        world.published.clear();

        world.handle(ADA.merge("3", 3L, Map.of("notMapped", "x")), ADA.merge("4", 4L, Map.of("notMapped", "y")));

        assertThat(world.desires()).isEmpty();
        assertThat(world.activities()).singleElement().satisfies(a -> {
            assertThat(a.action()).isEqualTo("skip");
            assertThat(a.status()).isEqualTo("skipped");
            assertThat(a.app()).isNull();
            assertThat(a.objectId()).isEqualTo("ada");
            assertThat(a.causes()).containsExactly("hr/3", "hr/4");
            assertThat(a.detail()).containsEntry("apps", List.of("ping", "pong"));
        });
    }

    @Test
    void a_return_and_a_leave_that_are_read_together_leave_a_trace_also_where_the_person_never_had_an_account() {
        world.app("ping", true, true);
        world.handle(ADA.upsert("1", 1L, NAMED), ADA.plain(Operation.SOFT_DELETE, "2", 2L));
        assertThat(world.activities()).singleElement().satisfies(a -> assertThat(a.action()).isEqualTo("scope"));
        world.published.clear();

        world.handle(ADA.upsert("3", 3L, NAMED), ADA.plain(Operation.SOFT_DELETE, "4", 4L));

        assertThat(world.desires()).isEmpty();
        assertThat(world.activities()).singleElement().satisfies(a -> assertThat(a.causes()).containsExactly("hr/3", "hr/4"));
    }

    @Test
    void a_question_that_no_change_brought_leaves_no_trace_when_nothing_is_new() {
        world.app("ping", true, true);
        world.handle(ADA.upsert("1", 1L, NAMED));
        world.published.clear();

        world.decide().handle(List.of(world.put(Topic.DIRECTORY_REEVALUATE, "ada",
                new Reevaluate(ObjectType.USER, "ada", "ping", List.of(), Lane.LIVE, null, null, "ann"))));

        assertThat(world.published).isEmpty();
    }

    @Test
    void an_explanation_that_was_lost_is_told_again_with_the_same_id() {
        world.app("ping", false, true);
        Received record = world.put(ADA.upsert("1", 1L, NAMED));
        world.dieAt(Crash.BEFORE_PUBLISH, 1);
        assertThatThrownBy(() -> world.decide().handle(List.of(record))).isInstanceOf(NotPublished.class);

        world.decide().handle(List.of(record));
        world.handle(ADA.merge("2", 2L, Map.of("displayName", "Ada L")));

        assertThat(world.activities()).extracting(Activity::action).containsExactly("scope", "skip");
        assertThat(world.activities().getFirst()).satisfies(a -> {
            assertThat(a.status()).isEqualTo("skipped");
            assertThat(a.detail()).containsEntry("reason", "unassigned");
        });
    }

    @Test
    void a_lost_fan_out_of_a_group_is_repeated() {
        world.app("ping", false, true);
        world.assign("ping", Kind.GROUP, "g");
        Received record = world.put(Changes.group("g").add("1", 1L, "ada", "bob"));
        world.dieAt(Crash.BEFORE_PUBLISH, 1);
        assertThatThrownBy(() -> world.decide().handle(List.of(record))).isInstanceOf(NotPublished.class);

        world.decide().handle(List.of(record));

        assertThat(world.reevaluates()).extracting(Reevaluate::objectId).containsExactlyInAnyOrder("ada", "bob");
        assertThat(world.reevaluates()).allSatisfy(r -> assertThat(r.causes()).containsExactly("hr/1"));
    }

    @Test
    void leaving_a_group_that_nothing_is_assigned_to_concerns_nobody() {
        world.app("ping", false, true);

        world.handle(Changes.group("g").add("1", 1L, "ada"));

        assertThat(world.published).isEmpty();
    }

    @Test
    void membership_of_a_nested_group_gives_and_takes_access() {
        world.app("ping", false, true);
        world.assign("ping", Kind.GROUP, "outer");
        world.handle(ADA.upsert("1", 1L, NAMED));
        world.handle(Changes.group("outer").add("1", 1L, "inner"), Changes.group("inner").add("1", 1L, "ada"));
        world.handleReevaluates();
        assertThat(world.desires()).singleElement().satisfies(d -> assertThat(d.reason()).isEqualTo("assigned"));
        world.published.clear();

        world.handle(Changes.group("outer").remove("2", 2L, "inner"));
        world.handleReevaluates();

        assertThat(world.desires()).singleElement().satisfies(d -> {
            assertThat(d.state()).isEqualTo(State.DISABLED);
            assertThat(d.reason()).isEqualTo("unassigned");
        });
    }

    @Test
    void deleting_a_group_takes_access_and_restoring_it_gives_it_back() {
        world.app("ping", false, true);
        world.assign("ping", Kind.GROUP, "g");
        world.handle(ADA.upsert("1", 1L, NAMED), Changes.group("g").upsert("1", 1L, Map.of("displayName", "G")), Changes.group("g").add("2", 1L, "ada"));
        world.handleReevaluates();
        world.published.clear();

        world.handle(Changes.group("g").plain(Operation.SOFT_DELETE, "3", 3L));
        world.handleReevaluates();
        assertThat(world.desires()).singleElement().satisfies(d -> assertThat(d.state()).isEqualTo(State.DISABLED));
        world.published.clear();

        world.handle(Changes.group("g").plain(Operation.RESTORE, "4", 4L));
        world.handleReevaluates();
        assertThat(world.desires()).singleElement().satisfies(d -> assertThat(d.state()).isEqualTo(State.PRESENT));
    }

    @Test
    void more_than_a_hundred_concerned_people_travel_in_the_slow_lane() {
        world.app("ping", false, true);
        world.assign("ping", Kind.GROUP, "g");
        String[] members = java.util.stream.IntStream.range(0, 101).mapToObj(n -> "m" + n).toArray(String[]::new);

        world.handle(Changes.group("g").add("1", 1L, members));

        assertThat(world.reevaluates()).hasSize(101).allMatch(r -> r.lane() == Lane.BULK);
    }

    @Test
    void a_mapping_that_fails_is_told_with_app_person_attribute_and_expression() {
        world.app("ping", true, true);

        world.handle(ADA.upsert("1", 1L, Map.of("userPrincipalName", "ada@x", "broken", "x")));

        assertThat(world.desires()).hasSize(1);
        assertThat(world.activities()).singleElement().satisfies(a -> {
            assertThat(a.status()).isEqualTo("failure");
            assertThat(Objects.requireNonNull(a.failure()).code()).isEqualTo("mapping-failed");
            assertThat(a.detail()).containsEntry("attribute", "title").containsEntry("expression", "Mid([broken], 0, 1)");
            assertThat(a.userName()).isEqualTo("ada@x");
        });
    }
}
