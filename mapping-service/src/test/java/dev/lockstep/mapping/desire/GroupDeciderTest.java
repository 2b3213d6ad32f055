package dev.lockstep.mapping.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.fakes.Changes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupDeciderTest {
    private static final AppRules RULES = rules(false, false);
    private static final Subject STAFF = group(Lifecycle.ACTIVE, "Staff");

    private static AppRules rules(boolean everybody, boolean leaveAlone) {
        return new AppRules("ping", everybody, OnPurge.DISABLE, leaveAlone, "salt", new DefaultGroupMapping());
    }

    private static Subject group(Lifecycle lifecycle, String name) {
        return new Subject("g", lifecycle, true, Map.of("objectId", "g", "displayName", name));
    }

    private static Asked asked(String position, @Nullable String syncId, @Nullable String requestId) {
        return new Asked(Set.of(position), position, List.of("hr/1"), Lane.LIVE, syncId, requestId, "source:hr", Changes.AT, Changes.AT, 7);
    }

    private static Outcome.Publish publish(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Publish.class);
        return (Outcome.Publish) outcome;
    }

    private static Decision present() {
        return publish(GroupDecider.decide(STAFF, RULES, true, null, asked("p@1", "s1", null), Changes.AT)).decision();
    }

    @Test
    void an_assigned_group_is_wanted_by_its_name_and_found_by_its_id_first() {
        DesiredAccount desired = publish(GroupDecider.decide(STAFF, RULES, true, null, asked("p@1", "s1", null), Changes.AT)).desired();

        assertThat(desired.objectType()).isEqualTo(ObjectType.GROUP);
        assertThat(desired.key()).isEqualTo("ping/g");
        assertThat(desired.slotKey()).isEqualTo("ping/g");
        assertThat(desired.state()).isEqualTo(State.PRESENT);
        assertThat(desired.userName()).isEqualTo("Staff");
        assertThat(desired.attributes()).containsExactly(Map.entry("displayName", "Staff"), Map.entry("externalId", "g"));
        assertThat(desired.matching()).containsExactly(new MatchKey("externalId", "g"), new MatchKey("displayName", "Staff"));
        assertThat(desired.reason()).isEqualTo("assigned");
        assertThat(desired.syncId()).isEqualTo("s1");
        assertThat(desired.references()).isEmpty();
        assertThat(desired.conditions()).isNull();
    }

    @Test
    void a_group_that_the_app_never_had_is_told_of_only_to_who_asks() {
        assertThat(GroupDecider.decide(STAFF, RULES, false, null, asked("p@1", null, null), Changes.AT)).isEqualTo(new Outcome.Same());
        Outcome told = GroupDecider.decide(STAFF, RULES, false, null, asked("p@1", null, "req"), Changes.AT);
        assertThat(told).isInstanceOfSatisfying(Outcome.Explain.class, explain -> {
            assertThat(explain.decision().reason()).isEqualTo("unassigned");
            assertThat(explain.decision().type()).isEqualTo(ObjectType.GROUP);
        });
    }

    @Test
    void a_group_that_goes_is_deleted_whyever_it_goes() {
        DesiredAccount unassigned = publish(GroupDecider.decide(STAFF, RULES, false, present(), asked("p@2", null, null), Changes.AT)).desired();
        assertThat(unassigned.state()).isEqualTo(State.DELETED);
        assertThat(unassigned.reason()).isEqualTo("unassigned");
        assertThat(unassigned.attributes()).isEmpty();
        assertThat(unassigned.userName()).isEmpty();
        assertThat(unassigned.removals()).as("counts for the guard").isEqualTo(7);
        assertThat(publish(GroupDecider.decide(group(Lifecycle.SOFT_DELETED, "Staff"), RULES, true, present(), asked("p@2", null, null), Changes.AT)).desired())
                .satisfies(desired -> assertThat(desired.reason()).isEqualTo("softDeleted"))
                .satisfies(desired -> assertThat(desired.state()).isEqualTo(State.DELETED));
        assertThat(publish(GroupDecider.decide(group(Lifecycle.PURGED, "Staff"), rules(true, false), false, present(), asked("p@2", null, null), Changes.AT)).desired())
                .satisfies(desired -> assertThat(desired.reason()).isEqualTo("purged"))
                .satisfies(desired -> assertThat(desired.state()).isEqualTo(State.DELETED));
    }

    @Test
    void an_app_that_leaves_alone_what_goes_out_of_scope_keeps_its_groups() {
        DesiredAccount left = publish(GroupDecider.decide(STAFF, rules(false, true), false, present(), asked("p@2", null, null), Changes.AT)).desired();

        assertThat(left.conditionsOrNone().operations()).isEmpty();
    }

    @Test
    void an_unchanged_group_is_published_again_for_the_same_record_for_a_request_and_once_for_a_sync() {
        Decision before = present();

        assertThat(GroupDecider.decide(STAFF, RULES, true, before, asked("p@2", null, null), Changes.AT)).isEqualTo(new Outcome.Same());
        assertThat(GroupDecider.decide(STAFF, RULES, true, before, asked("p@2", "s1", null), Changes.AT)).isEqualTo(new Outcome.Same());
        assertThat(publish(GroupDecider.decide(STAFF, RULES, true, before, asked("p@1", "s1", null), Changes.AT)).desired().version()).isEqualTo(1);
        assertThat(publish(GroupDecider.decide(STAFF, RULES, true, before, asked("p@2", "s2", null), Changes.AT)).desired().version()).isEqualTo(2);
        assertThat(publish(GroupDecider.decide(STAFF, RULES, true, before, asked("p@2", null, "req"), Changes.AT)).desired().version()).isEqualTo(2);
        assertThat(publish(GroupDecider.decide(group(Lifecycle.ACTIVE, "People"), RULES, true, before, asked("p@2", null, null), Changes.AT)).desired().userName()).isEqualTo("People");
    }

    @Test
    void memberships_are_asked_for_when_a_group_comes_or_goes_and_when_nobody_may_have_heard_of_it() {
        Asked first = asked("p@1", null, null);
        Outcome comes = GroupDecider.decide(STAFF, RULES, true, null, first, Changes.AT);
        assertThat(GroupDecider.moves(null, comes, first)).isTrue();
        Decision before = publish(comes).decision();
        assertThat(GroupDecider.moves(before, GroupDecider.decide(STAFF, RULES, true, before, first, Changes.AT), first)).isTrue();
        Asked later = asked("p@2", null, null);
        assertThat(GroupDecider.moves(before, GroupDecider.decide(group(Lifecycle.ACTIVE, "People"), RULES, true, before, later, Changes.AT), later)).isFalse();
        assertThat(GroupDecider.moves(before, GroupDecider.decide(STAFF, RULES, false, before, later, Changes.AT), later)).isTrue();
        assertThat(Objects.requireNonNull(before.state())).isEqualTo(State.PRESENT);
    }
}
