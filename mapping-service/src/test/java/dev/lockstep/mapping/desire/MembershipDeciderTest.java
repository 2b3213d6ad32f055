package dev.lockstep.mapping.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.fakes.Changes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MembershipDeciderTest {
    private static final AppRules RULES = rules(false);
    private static final Edge WANTED = new Edge("g", "ada", null, true, null);

    private static AppRules rules(boolean leaveAlone) {
        return new AppRules("ping", false, OnPurge.DELETE, leaveAlone, "salt", new DefaultGroupMapping());
    }

    private static Asked asked(String position, @Nullable String syncId, @Nullable String requestId) {
        return new Asked(Set.of(position), position, List.of("hr/1"), Lane.LIVE, syncId, requestId, "source:hr", Changes.AT, Changes.AT, 7);
    }

    private static Outcome.Publish publish(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Publish.class);
        return (Outcome.Publish) outcome;
    }

    private static Decision present() {
        return publish(MembershipDecider.decide(WANTED, RULES, null, asked("p@1", null, null))).decision();
    }

    @Test
    void a_membership_is_wanted_by_references_in_the_slot_of_its_group() {
        DesiredAccount desired = publish(MembershipDecider.decide(WANTED, RULES, null, asked("p@1", "s1", null))).desired();

        assertThat(desired.objectType()).isEqualTo(ObjectType.MEMBERSHIP);
        assertThat(desired.key()).isEqualTo("ping/g/ada");
        assertThat(desired.slotKey()).isEqualTo("ping/g");
        assertThat(desired.state()).isEqualTo(State.PRESENT);
        assertThat(desired.references()).isEqualTo(Map.of(DesiredAccount.GROUP, "g", DesiredAccount.MEMBER, "ada"));
        assertThat(desired.userName()).isEmpty();
        assertThat(desired.attributes()).isEmpty();
        assertThat(desired.matching()).isEmpty();
        assertThat(desired.reason()).isEqualTo("member");
        assertThat(desired.syncId()).as("memberships do not count in a sync").isNull();
        assertThat(desired.removals()).isNull();
        assertThat(desired.conditions()).isNull();
        assertThat(desired.version()).isEqualTo(1);
    }

    @Test
    void what_never_was_wanted_is_not_told() {
        assertThat(MembershipDecider.decide(new Edge("g", "ada", null, false, null), RULES, null, asked("p@1", null, "req"))).isEqualTo(new Outcome.Same());
    }

    @Test
    void a_membership_goes_with_the_edge_the_group_or_the_member() {
        Map<String, Edge> gone = Map.of("notMember", new Edge("g", "ada", null, false, null), "unassigned", new Edge("g", "ada", "unassigned", true, null),
                "memberGone", new Edge("g", "ada", null, true, Edge.person(Lifecycle.PURGED)), "memberNotInScope", new Edge("g", "h", null, true, Edge.nested(false)));
        gone.forEach((reason, edge) -> {
            DesiredAccount desired = publish(MembershipDecider.decide(edge, RULES, present(), asked("p@2", null, null))).desired();
            assertThat(desired.state()).isEqualTo(State.DELETED);
            assertThat(desired.reason()).isEqualTo(reason);
            assertThat(desired.version()).isEqualTo(2);
            assertThat(desired.removals()).isNull();
            assertThat(desired.conditions()).isNull();
        });
        assertThat(Edge.person(Lifecycle.SOFT_DELETED)).as("a leaver may come back").isNull();
        assertThat(Edge.nested(true)).isNull();
    }

    @Test
    void the_members_of_a_group_that_is_left_alone_stay_in_it() {
        DesiredAccount left = publish(MembershipDecider.decide(new Edge("g", "ada", "unassigned", true, null), rules(true), present(), asked("p@2", null, null))).desired();
        assertThat(left.conditionsOrNone().operations()).isEmpty();
        DesiredAccount removed = publish(MembershipDecider.decide(new Edge("g", "ada", null, false, null), rules(true), present(), asked("p@2", null, null))).desired();
        assertThat(removed.conditions()).isNull();
    }

    @Test
    void an_unchanged_membership_is_published_again_for_the_same_record_for_a_request_and_once_for_a_sync() {
        Decision before = present();

        assertThat(MembershipDecider.decide(WANTED, RULES, before, asked("p@2", null, null))).isEqualTo(new Outcome.Same());
        assertThat(publish(MembershipDecider.decide(WANTED, RULES, before, asked("p@1", null, null))).desired().version()).isEqualTo(1);
        assertThat(publish(MembershipDecider.decide(WANTED, RULES, before, asked("p@2", null, "req"))).desired().requestId()).isEqualTo("req");
        Decision synced = publish(MembershipDecider.decide(WANTED, RULES, before, asked("p@3", "s2", null))).decision();
        assertThat(synced.version()).isEqualTo(2);
        assertThat(MembershipDecider.decide(WANTED, RULES, synced, asked("p@4", "s2", null))).isEqualTo(new Outcome.Same());
        assertThat(before.slotKey()).isEqualTo("ping/g");
    }
}
