package dev.lockstep.writer.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.forecast.Forecast.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final RemovalThreshold NOBODY_PROTECTED = new RemovalThreshold(100, 100);
    private final Forecast forecast = new Forecast();

    private Action of(Desires desires, @Nullable Row row) {
        return of(desires.desired(), row, Map.of());
    }

    private Action of(DesiredAccount desired, @Nullable Row row, Map<String, String> links) {
        return forecast.of(desired, row, links, TargetProfile.standard(), NOBODY_PROTECTED);
    }

    private static Desires ada() {
        return Desires.anybody("ping", "ada");
    }

    /** An account with this link on which Lockstep wrote these values last. */
    private static Row row(@Nullable String targetId, @Nullable Map<String, @Nullable Object> applied) {
        return new Row("ping/ada", "ping", "ada", 7, 1, ada().wish(), 1, null, null, null, 1, Due.settled(1),
                new Row.Standing(Row.State.FAILED, targetId, applied, 1, List.of(), null, 1), Row.Progress.NONE, Row.Sync.NONE, List.of(), List.of());
    }

    private static Row written() {
        return row("t-1", new LinkedHashMap<>(ada().desired().attributes()));
    }

    private static Row writtenAndInactive() {
        Map<String, @Nullable Object> applied = new LinkedHashMap<>(ada().desired().attributes());
        applied.put("active", false);
        return row("t-1", applied);
    }

    @Test
    void an_account_that_is_not_there_is_created() {
        assertThat(of(ada(), null)).isEqualTo(Action.CREATE);
        assertThat(of(ada(), row(null, null))).isEqualTo(Action.CREATE);
    }

    @Test
    void an_account_that_is_not_there_is_neither_disabled_nor_deleted_nor_made_inactive() {
        assertThat(of(ada().state(State.DISABLED), null)).isEqualTo(Action.NOTHING);
        assertThat(of(ada().state(State.DELETED), row(null, null))).isEqualTo(Action.NOTHING);
        assertThat(of(ada().with("active", "False"), null)).isEqualTo(Action.NOTHING);
    }

    @Test
    void an_account_that_is_as_desired_needs_nothing() {
        assertThat(of(ada(), written())).isEqualTo(Action.NOTHING);
        assertThat(of(ada().state(State.DISABLED), writtenAndInactive())).isEqualTo(Action.NOTHING);
    }

    @Test
    void an_account_that_differs_or_of_which_only_the_link_is_known_is_updated() {
        assertThat(of(ada().with("title", "Boss"), written())).isEqualTo(Action.UPDATE);
        assertThat(of(ada(), row("t-1", Map.of("active", true)))).isEqualTo(Action.UPDATE);
    }

    @Test
    void leaving_and_coming_back_have_names_of_their_own() {
        assertThat(of(ada().state(State.DISABLED), written())).isEqualTo(Action.DISABLE);
        assertThat(of(ada().with("active", "False"), written())).isEqualTo(Action.DISABLE);
        assertThat(of(ada(), writtenAndInactive())).isEqualTo(Action.ENABLE);
        assertThat(of(ada().state(State.DELETED), written())).isEqualTo(Action.DELETE);
    }

    @Test
    void a_target_that_only_knows_deletion_gets_a_deletion_for_a_disable() {
        TargetProfile s = TargetProfile.standard();
        TargetProfile deletes = new TargetProfile(s.userUpdate(), s.patchDialect(), s.booleansAsText(), TargetProfile.Removal.DELETE, s.filters(),
                s.searchLagSeconds(), true, true, s.pageSize(), false);

        assertThat(forecast.of(ada().state(State.DISABLED).desired(), written(), Map.of(), deletes, NOBODY_PROTECTED)).isEqualTo(Action.DELETE);
    }

    @Test
    void what_the_flow_types_leave_out_is_not_done() {
        Conditions noAdd = new Conditions(Set.of(Operation.UPDATE, Operation.DELETE), Set.of(), Set.of());
        Conditions addOnly = new Conditions(Set.of(Operation.ADD), Set.of(), Set.of());

        assertThat(of(ada().conditions(noAdd), null)).isEqualTo(Action.NOTHING);
        assertThat(of(ada().with("title", "Boss").conditions(addOnly), written())).isEqualTo(Action.NOTHING);
        assertThat(of(ada().state(State.DELETED).conditions(addOnly), written())).isEqualTo(Action.NOTHING);
    }

    @Test
    void a_protected_account_is_updated_but_never_removed() {
        RemovalThreshold ada = new RemovalThreshold(100, 100, Set.of("ADA@example.com"));

        assertThat(forecast.of(ada().state(State.DISABLED).desired(), written(), Map.of(), TargetProfile.standard(), ada)).isEqualTo(Action.NOTHING);
        assertThat(forecast.of(ada().with("title", "Boss").desired(), written(), Map.of(), TargetProfile.standard(), ada)).isEqualTo(Action.UPDATE);
    }

    @Test
    void a_reference_counts_as_soon_as_its_account_exists() {
        DesiredAccount desired = ada().manager("boss").desired();

        assertThat(of(desired, written(), Map.of())).isEqualTo(Action.NOTHING);
        assertThat(of(desired, written(), Map.of("ping/boss", "t-9"))).isEqualTo(Action.UPDATE);
    }

    private Action membership(State state, @Nullable Map<String, @Nullable Object> applied, Map<String, String> links) {
        DesiredAccount desired = Desires.membership("ping", "staff", "ada", state, 7);
        return of(desired, row(null, applied), links);
    }

    @Test
    void a_membership_is_an_update_of_its_group_and_waits_for_both_ends() {
        Map<String, String> links = Map.of("ping/staff", "g-1", "ping/ada", "t-1");
        Map<String, @Nullable Object> written = Map.of("group", "g-1", "member", "t-1");

        assertThat(membership(State.PRESENT, null, links)).isEqualTo(Action.UPDATE);
        assertThat(membership(State.PRESENT, written, links)).isEqualTo(Action.NOTHING);
        assertThat(membership(State.PRESENT, Map.of("group", "g-1", "member", "t-0"), links)).as("the account was made anew").isEqualTo(Action.UPDATE);
        assertThat(membership(State.PRESENT, null, Map.of("ping/staff", "g-1"))).as("it waits for the account").isEqualTo(Action.NOTHING);
        assertThat(membership(State.DELETED, written, links)).isEqualTo(Action.UPDATE);
        assertThat(membership(State.DELETED, null, links)).as("it was never written").isEqualTo(Action.NOTHING);
        assertThat(membership(State.DELETED, written, Map.of("ping/ada", "t-1"))).as("it went with its group").isEqualTo(Action.NOTHING);
    }

    @Test
    void a_group_is_created_renamed_and_deleted() {
        Row known = row("g-1", Map.of("displayName", "Staff", "externalId", "staff"));

        assertThat(of(Desires.group("ping", "staff", State.PRESENT, 7, "Staff"), null, Map.of())).isEqualTo(Action.CREATE);
        assertThat(of(Desires.group("ping", "staff", State.PRESENT, 7, "Staff"), known, Map.of())).isEqualTo(Action.NOTHING);
        assertThat(of(Desires.group("ping", "staff", State.PRESENT, 7, "Everybody"), known, Map.of())).isEqualTo(Action.UPDATE);
        assertThat(of(Desires.group("ping", "staff", State.DELETED, 7, "Staff"), known, Map.of())).isEqualTo(Action.DELETE);
    }
}
