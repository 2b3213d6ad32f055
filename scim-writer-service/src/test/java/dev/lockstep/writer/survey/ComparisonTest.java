package dev.lockstep.writer.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.Drift;
import dev.lockstep.contracts.AppConfig.Reconciliation;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.AppConfig.Vanished;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.survey.Comparison.Drifted;
import dev.lockstep.writer.survey.Finding.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final TargetProfile PROFILE = TargetProfile.standard();
    private final Comparison comparison = new Comparison();
    private final Desires ann = Desires.anybody("a", "p1").with("title", "Buyer").with("displayName", "Ann");

    private Row row(Desires desires, Row.State state) {
        return row(desires, state, new LinkedHashMap<>(desires.desired().attributes()), Due.settled(1));
    }

    private static Row row(Desires desires, Row.State state, Map<String, @Nullable Object> applied, long dueAt) {
        return new Row("a/p1", "a", "p1", 0, 1, desires.wish(), desires.version(), null, null, null, 1, dueAt,
                new Standing(state, "i1", applied, desires.version(), List.of(), null, 7), Progress.NONE, Sync.NONE, List.of(), List.of());
    }

    /** As the target shows it. */
    private static Map<String, @Nullable Object> account(Desires desires, Object... changed) {
        Map<String, @Nullable Object> account = new LinkedHashMap<>();
        new dev.lockstep.writer.reconcile.Reconcile().assumed(desires.desired().attributes()).forEach(account::put);
        account.put("id", "i1");
        for (int i = 0; i < changed.length; i += 2) {
            account.put((String) changed[i], changed[i + 1]);
        }
        return account;
    }

    private static Reconciliation policy(Drift drift, Map<String, Drift> attributes) {
        return new Reconciliation(0, drift, attributes, Vanished.RECREATE);
    }

    @Test
    void an_account_that_is_as_desired_has_no_drift() {
        assertThat(comparison.drift(row(ann, Row.State.ACTIVE), account(ann), Map.of(), PROFILE, Reconciliation.STANDARD)).isNull();
    }

    @Test
    void differences_are_told_per_attribute_with_what_was_found_and_what_is_wanted() {
        Drifted drifted = comparison.drift(row(ann, Row.State.ACTIVE), account(ann, "title", "Pirate", "displayName", null), Map.of(), PROFILE, Reconciliation.STANDARD);

        assertThat(drifted).isNotNull();
        assertThat(drifted.differences()).containsExactlyInAnyOrder(new Finding.Difference("title", "Pirate", "Buyer", Action.REVERT),
                new Finding.Difference("displayName", null, "Ann", Action.REVERT));
        assertThat(drifted.revert()).isTrue();
        assertThat(drifted.leave()).isEmpty();
        assertThat(drifted.applied()).isNull();
    }

    @Test
    void each_attribute_follows_its_own_policy() {
        Reconciliation policy = policy(Drift.REVERT, Map.of("title", Drift.ACCEPT, "displayName", Drift.ALERT));
        Drifted drifted = comparison.drift(row(ann, Row.State.ACTIVE), account(ann, "title", "Pirate", "displayName", "X", "userName", "other@example.com"), Map.of(),
                PROFILE, policy);

        assertThat(drifted.differences()).extracting(Finding.Difference::attribute, Finding.Difference::action).containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple("title", Action.ACCEPT), org.assertj.core.groups.Tuple.tuple("displayName", Action.REPORT),
                org.assertj.core.groups.Tuple.tuple("userName", Action.REVERT));
        assertThat(drifted.leave()).containsExactlyInAnyOrder("title", "displayName");
        assertThat(drifted.applied()).containsEntry("title", "Pirate").containsEntry("displayName", "Ann");
    }

    @Test
    void what_was_accepted_is_not_mentioned_again_unless_it_changes_or_is_to_be_reverted() {
        Map<String, @Nullable Object> applied = new LinkedHashMap<>(ann.desired().attributes());
        applied.put("title", "Pirate");
        Row row = row(ann, Row.State.ACTIVE, applied, Due.settled(1));
        Reconciliation accept = policy(Drift.ACCEPT, Map.of());

        assertThat(comparison.drift(row, account(ann, "title", "Pirate"), Map.of(), PROFILE, accept)).isNull();
        assertThat(comparison.drift(row, account(ann, "title", "Cook"), Map.of(), PROFILE, accept)).isNotNull();
        assertThat(comparison.drift(row, account(ann, "title", "Pirate"), Map.of(), PROFILE, policy(Drift.REVERT, Map.of()))).isNotNull();
    }

    @Test
    void a_leaver_differs_only_when_the_account_is_active() {
        Desires leaver = ann.state(State.DISABLED);

        assertThat(comparison.drift(row(leaver, Row.State.DISABLED), account(ann, "active", false, "title", "Pirate"), Map.of(), PROFILE, Reconciliation.STANDARD)).isNull();
        assertThat(comparison.drift(row(leaver, Row.State.DISABLED), account(ann, "active", true), Map.of(), PROFILE, Reconciliation.STANDARD).differences())
                .containsExactly(new Finding.Difference("active", true, false, Action.REVERT));
        assertThat(comparison.wantsAccount(row(leaver, Row.State.DISABLED), PROFILE)).isFalse();
        assertThat(comparison.wantsAccount(row(ann, Row.State.ACTIVE), PROFILE)).isTrue();
    }

    @Test
    void an_account_that_is_left_alone_has_no_drift_whatever_it_holds() {
        Desires left = ann.state(State.DISABLED).conditions(new DesiredAccount.Conditions(Set.of(), Set.of(), Set.of()));

        assertThat(comparison.drift(row(left, Row.State.ACTIVE), account(ann, "title", "Pirate"), Map.of(), PROFILE, Reconciliation.STANDARD)).isNull();
    }

    @Test
    void values_that_nobody_may_see_are_hidden_and_what_may_not_be_written_is_only_reported() {
        Desires secret = ann.conditions(new DesiredAccount.Conditions(Set.of(DesiredAccount.Operation.ADD), Set.of(), Set.of("title")));

        Drifted drifted = comparison.drift(row(secret, Row.State.ACTIVE), account(ann, "title", "Pirate"), Map.of(), PROFILE, Reconciliation.STANDARD);

        assertThat(drifted.differences()).containsExactly(new Finding.Difference("title", "[Redact]", "[Redact]", Action.REPORT));
        assertThat(drifted.action()).isEqualTo(Action.REPORT);
    }

    @Test
    void a_reference_is_compared_when_its_account_is_known() {
        String path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
        Desires led = ann.manager("boss");

        assertThat(comparison.drift(row(led, Row.State.ACTIVE), account(ann), Map.of(), PROFILE, Reconciliation.STANDARD)).isNull();
        assertThat(comparison.drift(row(led, Row.State.ACTIVE), account(ann), Map.of("a/boss", "i9"), PROFILE, Reconciliation.STANDARD).differences())
                .extracting(Finding.Difference::attribute).containsExactly(path);
    }

    @Test
    void an_account_that_is_open_held_or_failed_is_not_compared() {
        assertThat(Comparison.isSettled(row(ann, Row.State.ACTIVE))).isTrue();
        assertThat(Comparison.isSettled(row(ann, Row.State.ACTIVE, Map.of(), 100))).isFalse();
        assertThat(Comparison.isSettled(row(ann, Row.State.HELD))).isFalse();
        assertThat(Comparison.isSettled(row(ann, Row.State.FAILED))).isFalse();
    }
}
