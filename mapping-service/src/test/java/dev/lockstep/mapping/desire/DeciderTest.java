package dev.lockstep.mapping.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Lane;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.Mappings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final AppRules ASSIGNED = new AppRules("ping", false, OnPurge.DELETE, false, "salt", new Mappings());
    private static final AppRules EVERYBODY = new AppRules("ping", true, OnPurge.DISABLE, false, "salt", new Mappings());
    private static final Subject ADA = subject(Map.of());
    private int records;
    private @Nullable Decision decision;

    private static Subject subject(Map<String, Object> more) {
        Map<String, Object> attributes = new HashMap<>(Map.of("objectId", "u1", "userPrincipalName", "ada@x", "displayName", "Ada", "manager", "boss"));
        attributes.putAll(more);
        return new Subject("u1", Lifecycle.ACTIVE, true, attributes);
    }

    private static Subject gone(Lifecycle lifecycle) {
        return lifecycle == Lifecycle.PURGED
                ? new Subject("u1", lifecycle, true, Map.of("objectId", "u1"))
                : new Subject("u1", lifecycle, true, ADA.attributes());
    }

    private static final Subject BLOCKED = new Subject("u1", Lifecycle.ACTIVE, false, ADA.attributes());

    private Asked asked() {
        return asked("t" + ++records, null, null);
    }

    private static Asked asked(String position, @Nullable String syncId, @Nullable String requestId) {
        return new Asked(Set.of(position), position, List.of("hr/1"), Lane.LIVE, syncId, requestId, "source:hr", Changes.AT, Changes.AT);
    }

    private Outcome decide(Subject subject, AppRules rules, boolean assigned, Asked asked) {
        Outcome outcome = Decider.decide(subject, rules, assigned, decision, asked, Changes.AT);
        switch (outcome) {
            case Outcome.Publish publish -> decision = publish.decision();
            case Outcome.Explain explain -> decision = explain.decision();
            case Outcome.Same() -> {
            }
        }
        return outcome;
    }

    private DesiredAccount published(Subject subject, AppRules rules, boolean assigned) {
        Outcome outcome = decide(subject, rules, assigned, asked());
        assertThat(outcome).isInstanceOf(Outcome.Publish.class);
        return ((Outcome.Publish) outcome).desired();
    }

    @Test
    void who_is_assigned_gets_the_whole_account() {
        DesiredAccount desired = published(ADA, ASSIGNED, true);

        assertThat(desired.state()).isEqualTo(State.PRESENT);
        assertThat(desired.version()).isEqualTo(1);
        assertThat(desired.reason()).isEqualTo("assigned");
        assertThat(desired.attributes()).containsEntry("active", true).containsEntry("displayName", "Ada");
        assertThat(desired.references()).containsEntry("manager", "boss");
        assertThat(desired.causes()).containsExactly("hr/1");
    }

    @Test
    void who_never_was_in_scope_gets_a_reason_once() {
        for (Map.Entry<String, Outcome> expected : Map.of(
                "unassigned", decide(ADA, ASSIGNED, false, asked())).entrySet()) {
            assertThat(expected.getValue()).isInstanceOfSatisfying(Outcome.Explain.class, e -> assertThat(e.decision().reason()).isEqualTo(expected.getKey()));
        }
        assertThat(decide(ADA, ASSIGNED, false, asked())).isInstanceOf(Outcome.Same.class);
        assertThat(decide(subject(Map.of("department", "hidden")), ASSIGNED, true, asked()))
                .isInstanceOfSatisfying(Outcome.Explain.class, e -> assertThat(e.decision().reason()).isEqualTo("filteredOut"));
        assertThat(decide(BLOCKED, ASSIGNED, true, asked()))
                .isInstanceOfSatisfying(Outcome.Explain.class, e -> assertThat(e.decision().reason()).isEqualTo("accountDisabled"));
        assertThat(decide(gone(Lifecycle.SOFT_DELETED), ASSIGNED, true, asked()))
                .isInstanceOfSatisfying(Outcome.Explain.class, e -> assertThat(e.decision().reason()).isEqualTo("softDeleted"));
        assertThat(decide(gone(Lifecycle.PURGED), ASSIGNED, true, asked()))
                .isInstanceOfSatisfying(Outcome.Explain.class, e -> assertThat(e.decision().reason()).isEqualTo("purged"));
    }

    @Test
    void whoever_leaves_scope_is_disabled_with_attributes_and_comes_back_on_the_same_key() {
        DesiredAccount first = published(ADA, ASSIGNED, true);
        for (Map.Entry<String, Subject> out : Map.of("softDeleted", gone(Lifecycle.SOFT_DELETED), "accountDisabled", BLOCKED,
                "filteredOut", subject(Map.of("department", "hidden")), "unassigned", ADA).entrySet()) {
            DesiredAccount disabled = published(out.getValue(), ASSIGNED, !out.getKey().equals("unassigned"));
            assertThat(disabled.state()).isEqualTo(State.DISABLED);
            assertThat(disabled.reason()).isEqualTo(out.getKey());
            assertThat(disabled.attributes()).containsEntry("active", false).containsEntry("displayName", "Ada");

            DesiredAccount back = published(ADA, ASSIGNED, true);
            assertThat(back.state()).isEqualTo(State.PRESENT);
            assertThat(back.key()).isEqualTo(first.key());
            assertThat(back.version()).isEqualTo(disabled.version() + 1);
        }
    }

    @Test
    void where_out_of_scope_deletions_are_skipped_an_account_is_left_alone_for_good_until_its_person_comes_back() {
        AppRules skipping = new AppRules("ping", false, OnPurge.DELETE, true, "salt", new Mappings());
        published(ADA, skipping, true);

        DesiredAccount left = published(ADA, skipping, false);
        assertThat(left.state()).isEqualTo(State.DISABLED);
        assertThat(left.reason()).isEqualTo("unassigned");
        assertThat(left.conditionsOrNone().operations()).isEmpty();
        assertThat(decide(BLOCKED, skipping, true, asked())).isInstanceOf(Outcome.Same.class);
        assertThat(published(gone(Lifecycle.PURGED), skipping, false)).satisfies(purged -> {
            assertThat(purged.state()).isEqualTo(State.DISABLED);
            assertThat(purged.conditionsOrNone().operations()).isEmpty();
        });

        assertThat(published(ADA, skipping, true).conditionsOrNone()).isEqualTo(Conditions.NONE);
        assertThat(published(gone(Lifecycle.PURGED), skipping, false).state()).as("purged while in scope").isEqualTo(State.DELETED);
    }

    @Test
    void when_out_of_scope_deletions_are_no_longer_skipped_who_was_left_alone_is_disabled() {
        AppRules skipping = new AppRules("ping", false, OnPurge.DELETE, true, "salt", new Mappings());
        published(ADA, skipping, true);
        published(ADA, skipping, false);

        assertThat(published(ADA, ASSIGNED, false).conditionsOrNone()).isEqualTo(Conditions.NONE);
    }

    @Test
    void the_purged_are_deleted_where_the_app_says_so_also_after_they_were_unassigned() {
        published(ADA, ASSIGNED, true);
        published(ADA, ASSIGNED, false);

        DesiredAccount deleted = published(gone(Lifecycle.PURGED), ASSIGNED, false);

        assertThat(deleted.state()).isEqualTo(State.DELETED);
        assertThat(deleted.attributes()).isEmpty();
        assertThat(deleted.userName()).isEmpty();
        assertThat(decide(gone(Lifecycle.PURGED), ASSIGNED, false, asked())).isInstanceOf(Outcome.Same.class);
        assertThat(published(ADA, ASSIGNED, true).state()).isEqualTo(State.PRESENT);
    }

    @Test
    void elsewhere_the_purged_are_disabled_with_nothing_personal_left() {
        published(ADA, EVERYBODY, false);

        DesiredAccount disabled = published(gone(Lifecycle.PURGED), EVERYBODY, false);

        assertThat(disabled.state()).isEqualTo(State.DISABLED);
        assertThat(disabled.attributes()).isEqualTo(Map.of("active", false));
        assertThat(disabled.toString()).doesNotContain("Ada").doesNotContain("ada@x");
    }

    @Test
    void an_unchanged_desire_is_not_published() {
        published(ADA, EVERYBODY, false);

        assertThat(decide(subject(Map.of("notMapped", "x")), EVERYBODY, false, asked())).isInstanceOf(Outcome.Same.class);
    }

    @Test
    void the_same_record_again_publishes_the_same_version_again() {
        Asked record = asked("changes-1@7", null, null);
        Outcome first = decide(ADA, EVERYBODY, false, record);

        Outcome again = decide(ADA, EVERYBODY, false, record);

        assertThat(again).isEqualTo(first);
    }

    @Test
    void the_triggering_record_with_others_before_it_publishes_the_same_version_again() {
        Asked both = asked("changes-1@6", null, null).and(asked("changes-1@7", null, null));
        Outcome first = decide(ADA, EVERYBODY, false, both);

        assertThat(decide(ADA, EVERYBODY, false, both)).isEqualTo(first);
        assertThat(decide(ADA, EVERYBODY, false, asked("changes-1@7", null, null)))
                .isInstanceOfSatisfying(Outcome.Publish.class, p -> assertThat(p.desired().version()).isEqualTo(1));
    }

    @Test
    void the_triggering_record_with_others_after_it_or_of_another_partition_publishes_a_new_version() {
        decide(ADA, EVERYBODY, false, asked("changes-1@7", null, null));

        Outcome more = decide(ADA, EVERYBODY, false, asked("changes-1@7", null, null).and(asked("changes-1@8", null, null)));
        assertThat(more).isInstanceOfSatisfying(Outcome.Publish.class, p -> assertThat(p.desired().version()).isEqualTo(2));

        Outcome besides = decide(ADA, EVERYBODY, false, asked("questions-1@3", null, null).and(asked("changes-1@8", null, null)));
        assertThat(besides).isInstanceOfSatisfying(Outcome.Publish.class, p -> assertThat(p.desired().version()).isEqualTo(3));
    }

    @Test
    void when_somebody_asks_it_is_published_with_a_higher_version() {
        published(ADA, EVERYBODY, false);

        Outcome asked = decide(ADA, EVERYBODY, false, asked("r-1@1", null, "req"));

        assertThat(asked).isInstanceOfSatisfying(Outcome.Publish.class, p -> {
            assertThat(p.desired().version()).isEqualTo(2);
            assertThat(p.desired().requestId()).isEqualTo("req");
        });
    }

    @Test
    void a_sync_publishes_everybody_once() {
        published(ADA, EVERYBODY, false);

        assertThat(decide(ADA, EVERYBODY, false, asked("r-1@1", "s1", null))).isInstanceOfSatisfying(Outcome.Publish.class,
                p -> assertThat(p.desired().syncId()).isEqualTo("s1"));
        assertThat(decide(ADA, EVERYBODY, false, asked("r-1@2", "s1", null))).isInstanceOf(Outcome.Same.class);
        assertThat(decide(ADA, EVERYBODY, false, asked("r-1@3", null, null))).isInstanceOf(Outcome.Same.class);
        assertThat(decide(ADA, EVERYBODY, false, asked("r-1@4", "s1", null))).isInstanceOf(Outcome.Same.class);
        assertThat(decide(ADA, EVERYBODY, false, asked("r-1@5", "s2", null))).isInstanceOf(Outcome.Publish.class);
    }

    @Test
    void a_failed_attribute_is_told_while_the_others_flow_and_told_once() {
        Subject broken = subject(Map.of("broken", "x"));

        assertThat(decide(broken, EVERYBODY, false, asked())).isInstanceOfSatisfying(Outcome.Publish.class, p -> {
            assertThat(p.failures()).extracting(UserMapping.Failure::targetAttribute).containsExactly("title");
            assertThat(p.desired().attributes()).containsEntry("displayName", "Ada");
        });
        assertThat(decide(broken, EVERYBODY, false, asked())).isInstanceOf(Outcome.Same.class);
        assertThat(decide(ADA, EVERYBODY, false, asked())).isInstanceOf(Outcome.Publish.class);
    }

    @Test
    void a_removed_apps_versions_go_on_when_it_is_added_again() {
        published(ADA, EVERYBODY, false);
        decision = java.util.Objects.requireNonNull(decision).withdrawn();

        assertThat(published(ADA, EVERYBODY, false).version()).isEqualTo(2);
    }

    @Test
    void chance_is_the_same_for_one_person_and_differs_between_apps() {
        assertThat(new Chance("a", "u1").nextLong()).isEqualTo(new Chance("a", "u1").nextLong())
                .isNotEqualTo(new Chance("b", "u1").nextLong()).isNotEqualTo(new Chance("a", "u2").nextLong());
        Chance chance = new Chance("a", "u1");
        assertThat(chance.nextLong()).isNotEqualTo(chance.nextLong());
    }

    private static AppRules under(Conditions conditions, Set<String> redacted) {
        return new AppRules("ping", false, OnPurge.DELETE, false, "salt", new Mappings() {
            @Override
            public Conditions conditions() {
                return conditions;
            }

            @Override
            public Mapped map(Map<String, Object> attributes, java.time.Instant now, java.util.random.RandomGenerator random) {
                Mapped all = super.map(attributes, now, random);
                return new Mapped(all.userName(), all.attributes(), all.onCreateOnly(), all.cleared(), all.references(), all.matching(), all.failures(), redacted);
            }
        });
    }

    @Test
    void without_the_flow_type_delete_a_purged_account_is_disabled() {
        AppRules rules = under(new Conditions(Set.of(Operation.ADD, Operation.UPDATE), Set.of(), Set.of()), Set.of());
        assertThat(published(ADA, rules, true).conditions()).isEqualTo(new Conditions(Set.of(Operation.ADD, Operation.UPDATE), Set.of(), Set.of()));

        assertThat(published(gone(Lifecycle.PURGED), rules, true).state()).isEqualTo(State.DISABLED);
    }

    @Test
    void other_conditions_are_another_desire_and_none_leave_the_message_as_it_was() {
        assertThat(published(ADA, ASSIGNED, true).conditions()).isNull();
        assertThat(decide(ADA, under(Conditions.NONE, Set.of()), true, asked())).isInstanceOf(Outcome.Same.class);

        DesiredAccount always = published(ADA, under(new Conditions(Conditions.NONE.operations(), Set.of("displayName"), Set.of()), Set.of()), true);

        assertThat(always.version()).isEqualTo(2);
        assertThat(always.conditionsOrNone().always()).containsExactly("displayName");
    }

    @Test
    void a_redacted_user_name_is_in_no_list_for_people() {
        DesiredAccount desired = published(ADA, under(Conditions.NONE, Set.of("userName")), true);

        assertThat(desired.userName()).isEqualTo("[Redact]");
        assertThat(desired.attributes()).containsEntry("userName", "ada@x");
        assertThat(desired.conditionsOrNone().redacted()).containsExactly("userName");
    }
}
