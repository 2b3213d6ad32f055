package dev.lockstep.writer.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.publish.Slots;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Row.Intent;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every work table does. */
abstract class WorkTableContract {
    private static final List<Integer> ALL = IntStream.range(0, Slots.COUNT).boxed().toList();
    private WorkTable table;
    private SlotTable slots;

    abstract WorkTable table();

    abstract SlotTable slots();

    @BeforeEach
    void fresh() {
        table = table();
        slots = slots();
    }

    private static Row row(Desires desires, long dueAt) {
        Sync sync = desires.syncId() == null ? Sync.NONE : new Sync(desires.syncId(), false, false);
        String key = desires.desired().key();
        return new Row(key, desires.app(), desires.objectId(), Slots.slot(key), 1, desires.wish(), desires.version(), null, null, null, 0, dueAt,
                Standing.NEW, Progress.NONE, sync, List.of(), List.of());
    }

    private Row only(String key) {
        return table.read(List.of(key)).get(key);
    }

    private RowWrite.Seen seen(String key) {
        return RowWrite.Seen.of(only(key));
    }

    private RowWrite.Claim claim(Row row, String opId, long epoch) {
        Row now = table.read(List.of(row.key())).getOrDefault(row.key(), row);
        return new RowWrite.Claim(row.key(), row.version(), RowWrite.Seen.of(now), new Intent(opId, "create", row.version(), 5_000), epoch, 40_000);
    }

    private static RowWrite.Settle settle(Row row, String opId, long epoch, boolean newerWaits, String targetId, List<String> waitsFor, List<StoredFact> facts) {
        Standing standing = new Standing(Row.State.ACTIVE, targetId, Map.of("userName", "x"), row.version(), waitsFor, null, 7);
        return new RowWrite.Settle(row.key(), opId, epoch, row.version(), newerWaits, opId + "/0", newerWaits ? 100 : Due.settled(9_000), standing,
                Progress.NONE, null, new Sync(row.sync().id(), true, false), facts);
    }

    private static Row other(DesiredAccount desired, Standing standing, long dueAt) {
        return new Row(desired.key(), desired.app(), desired.objectId(), Slots.slot(desired.slotKey()), 1, Desires.wish(desired), desired.version(), null, null, null, 0,
                dueAt, standing, Progress.NONE, Sync.NONE, List.of(), List.of());
    }

    private static Row member(String group, String member, Row.State state, List<String> waitsFor, long dueAt) {
        return other(Desires.membership("a", group, member, State.PRESENT, 1), new Standing(state, null, Map.of("group", "g", "member", "m"), 1, waitsFor, null, 7), dueAt);
    }

    private static Row groupRow(String group, String targetId, long dueAt) {
        return other(Desires.group("a", group, State.PRESENT, 1, group), new Standing(Row.State.ACTIVE, targetId, Map.of("displayName", group), 1, List.of(), null, 7), dueAt);
    }

    private void insert(Row... rows) {
        assertThat(table.write(java.util.Arrays.stream(rows).map(RowWrite.Insert::new).toList())).isEmpty();
    }

    @Test
    void a_membership_lies_in_the_slot_of_its_group_and_is_read_back_as_it_was() {
        Row row = member("g1", "p1", Row.State.MEMBER, List.of(Standing.hangsOn("a/p1")), Due.settled(1));
        insert(row);

        assertThat(only("a/g1/p1")).usingRecursiveComparison().ignoringFields("wish").isEqualTo(row);
        assertThat(only("a/g1/p1").slot()).isEqualTo(Slots.slot("a/g1"));
    }

    @Test
    void the_members_of_a_group_become_due_with_it_but_not_those_of_others() {
        insert(member("g1", "p1", Row.State.MEMBER, List.of(), Due.settled(1)), member("g1", "p2", Row.State.FAILED, List.of(), Due.settled(1)),
                member("g1", "p3", Row.State.MEMBER, List.of(), 99), member("g1", "p4", Row.State.DELETED, List.of(), Due.settled(1)),
                member("g10", "p1", Row.State.MEMBER, List.of(), Due.settled(1)), groupRow("g1", "t", Due.settled(1)));

        assertThat(table.wakeMembers(List.of("a/g1"), 60)).isEqualTo(2);

        assertThat(table.due(List.of(Slots.slot("a/g1")), 60, 10)).extracting(Row::key).containsExactlyInAnyOrder("a/g1/p1", "a/g1/p2");
    }

    @Test
    void a_membership_that_is_written_hangs_on_its_member_and_does_not_wait() {
        insert(member("g1", "p1", Row.State.MEMBER, List.of(Standing.hangsOn("a/p1")), Due.settled(1)),
                member("g1", "p2", Row.State.WAITING_FOR_REFERENCE, List.of("a/p2"), Due.settled(1)));

        assertThat(table.awaited()).containsExactly("a/p2");
        assertThat(table.waiting("a", null, 10)).extracting(Row::key).containsExactly("a/g1/p2");
        assertThat(table.wake(List.of("a/p1"), 60)).isZero();
        assertThat(table.wake(List.of(Standing.hangsOn("a/p1")), 60)).isEqualTo(1);
        assertThat(table.due(List.of(Slots.slot("a/g1")), 60, 10)).extracting(Row::key).containsExactly("a/g1/p1");
    }

    @Test
    void memberships_do_not_count_as_accounts() {
        insert(member("g1", "p1", Row.State.MEMBER, List.of(), Due.settled(1)), member("g1", "p2", Row.State.WAITING_FOR_REFERENCE, List.of("a/p2"), Due.settled(1)),
                groupRow("g1", "t", Due.settled(1)));

        assertThat(table.countIn("a", Row.State.ACTIVE)).isEqualTo(1);
        assertThat(table.countIn("a", Row.State.WAITING_FOR_REFERENCE)).isZero();
    }

    @Test
    void a_group_and_an_account_may_have_the_same_id_in_the_target() {
        Row account = other(Desires.anybody("a", "p1").desired(), new Standing(Row.State.ACTIVE, "7", Map.of(), 1, List.of(), null, 7), Due.settled(1));
        insert(groupRow("g1", "7", Due.settled(1)), account);

        assertThat(table.linkedTo("a", ObjectType.USER, "7")).contains("a/p1");
        assertThat(table.linkedTo("a", ObjectType.GROUP, "7")).contains("a/g1");
        assertThat(table.holders("a", List.of("7"))).hasEntrySatisfying("7", row -> assertThat(row.key()).isEqualTo("a/p1"));
    }

    @Test
    void a_group_that_seems_to_be_gone_is_read_once_it_is_quiet() {
        insert(groupRow("g1", "t1", Due.settled(1)));

        assertThat(table.write(List.of(new RowWrite.Reread("a/g1", 1, "t2", 1, 60)))).containsExactly("a/g1");
        assertThat(table.write(List.of(new RowWrite.Reread("a/g1", 1, "t1", 1, 60)))).isEmpty();

        assertThat(only("a/g1").progress()).isEqualTo(new Progress(1, 0, 0, 0, true));
        assertThat(only("a/g1").dueAt()).isEqualTo(60);
    }

    @Test
    void a_row_is_inserted_once_and_read_back_as_it_was() {
        Row row = row(Desires.anybody("a", "p1").sync("s1"), 10);

        assertThat(table.write(List.of(new RowWrite.Insert(row)))).isEmpty();

        assertThat(table.write(List.of(new RowWrite.Insert(row)))).containsExactly("a/p1");
        Row read = only("a/p1");
        assertThat(read.wish().account()).isEqualTo(row.wish().account());
        assertThat(read).usingRecursiveComparison().ignoringFields("wish").isEqualTo(row);
    }

    @Test
    void a_newer_desire_replaces_exactly_the_version_that_it_was_decided_for() {
        Desires first = Desires.anybody("a", "p1");
        table.write(List.of(new RowWrite.Insert(row(first, 10)), new RowWrite.Insert(row(Desires.anybody("a", "p2"), 10))));
        StoredFact fact = new StoredFact("f1", 5, new byte[] {1});

        Set<String> refused = table.write(List.of(
                new RowWrite.NewWish("a/p1", 1, seen("a/p1"), first.version(3).wish(), 20, null, Progress.NONE, null, null, Sync.NONE, List.of(fact)),
                new RowWrite.NewWish("a/p2", 2, seen("a/p2"), Desires.anybody("a", "p2").version(3).wish(), 20, null, Progress.NONE, null, null, Sync.NONE, List.of())));

        assertThat(refused).containsExactly("a/p2");
        assertThat(only("a/p1").version()).isEqualTo(3);
        assertThat(only("a/p1").superseded()).extracting(StoredFact::id).containsExactly("f1");
        assertThat(only("a/p2").version()).isEqualTo(1);
    }

    @Test
    void a_claim_of_an_older_epoch_is_refused_and_so_is_the_outcome_of_a_former_owner() {
        Row row = row(Desires.anybody("a", "p1"), 10);
        table.write(List.of(new RowWrite.Insert(row)));
        assertThat(table.write(List.of(claim(row, "op", 7)))).isEmpty();

        assertThat(table.write(List.of(claim(row, "op", 6)))).containsExactly("a/p1");
        assertThat(table.write(List.of(claim(row, "op", 8)))).isEmpty();
        assertThat(table.write(List.of(settle(row, "op", 7, false, "t1", List.of(), List.of())))).containsExactly("a/p1");
        assertThat(table.write(List.of(settle(row, "op", 8, false, "t1", List.of(), List.of())))).isEmpty();

        assertThat(only("a/p1").intent()).isNull();
        assertThat(only("a/p1").standing().targetId()).isEqualTo("t1");
        assertThat(only("a/p1").isOpen()).isFalse();
    }

    @Test
    void behind_a_fence_a_former_owner_ends_nothing_and_the_row_is_still_one_that_it_left() {
        Row row = row(Desires.anybody("a", "p1"), 10);
        Row mine = row(Desires.anybody("a", "p2"), 10);
        Row settled = row(Desires.anybody("a", "p3"), 10);
        table.write(List.of(new RowWrite.Insert(row), new RowWrite.Insert(mine), new RowWrite.Insert(settled)));
        assertThat(table.write(List.of(claim(row, "op", 7), claim(mine, "op", 9), claim(settled, "op", 7)))).isEmpty();
        assertThat(table.write(List.of(settle(settled, "op", 7, false, "t3", List.of(), List.of(new StoredFact("f3", 5, new byte[] {1})))))).isEmpty();
        Row before = only("a/p1");

        java.util.Set.of(row.slot(), mine.slot(), settled.slot()).forEach(slot -> table.fence(slot, 9));

        assertThat(only("a/p1")).usingRecursiveComparison().ignoringFields("epoch").isEqualTo(before);
        assertThat(only("a/p1").epoch()).isEqualTo(8);
        assertThat(only("a/p2").epoch()).isEqualTo(9);
        assertThat(only("a/p3").epoch()).isEqualTo(7);
        assertThat(table.write(List.of(settle(row, "op", 7, false, "t1", List.of(), List.of())))).containsExactly("a/p1");
        assertThat(table.write(List.of(claim(row, "op", 9)))).isEmpty();
        assertThat(table.write(List.of(settle(row, "op", 9, false, "t1", List.of(), List.of()), settle(mine, "op", 9, false, "t2", List.of(), List.of())))).isEmpty();
    }

    @Test
    void of_two_owners_who_read_the_same_row_while_its_slot_changes_hands_one_has_to_read_again() {
        Desires first = Desires.anybody("a", "p1");
        Row read = row(first, 10);
        table.write(List.of(new RowWrite.Insert(read)));
        RowWrite.Seen before = seen("a/p1");
        assertThat(table.write(List.of(claim(read, "op", 7)))).as("the former owner, who does not know yet").isEmpty();

        Intent intent = new Intent("op", "create", 1, 9_000);
        assertThat(table.write(List.of(new RowWrite.Claim("a/p1", 1, before, intent, 8, 40_000)))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.NewWish("a/p1", 1, before, first.version(2).wish(), 20, null, null, null, null, Sync.NONE, List.of()))))
                .containsExactly("a/p1");
        RowWrite.Seen after = seen("a/p1");
        assertThat(table.write(List.of(new RowWrite.Claim("a/p1", 1, after, new Intent("op", "create", 1, 6_000), 7, 40_000)))).as("renewed").isEmpty();
        assertThat(table.write(List.of(new RowWrite.Claim("a/p1", 1, after, intent, 8, 40_000)))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Claim("a/p1", 1, seen("a/p1"), intent, 8, 40_000)))).isEmpty();
    }

    @Test
    void a_release_that_comes_late_does_not_end_the_next_claim_of_the_same_operation() {
        Row row = row(Desires.anybody("a", "p1"), 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 7)));
        table.write(List.of(new RowWrite.Claim("a/p1", 1, seen("a/p1"), new Intent("op", "create", 1, 9_000), 7, 40_000)));

        assertThat(table.write(List.of(new RowWrite.Release("a/p1", "op", 7, 1, 5_000, 50, Progress.NONE)))).containsExactly("a/p1");
        assertThat(only("a/p1").intent()).isNotNull();
        assertThat(table.write(List.of(new RowWrite.Release("a/p1", "op", 7, 1, 9_000, 50, Progress.NONE)))).isEmpty();
        assertThat(only("a/p1").intent()).isNull();
        assertThat(only("a/p1").dueAt()).isEqualTo(50);
    }

    @Test
    void an_outcome_does_not_settle_a_row_for_which_a_newer_desire_came_meanwhile() {
        Desires first = Desires.anybody("a", "p1");
        Row row = row(first, 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 1)));
        table.write(List.of(new RowWrite.NewWish("a/p1", 1, seen("a/p1"), first.version(2).wish(), 20, null, null, null, null, Sync.NONE, List.of())));

        assertThat(table.write(List.of(settle(row, "op", 1, false, "t1", List.of(), List.of())))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Release("a/p1", "op", 1, 1, 5_000, 50, Progress.NONE)))).containsExactly("a/p1");
        assertThat(table.write(List.of(settle(row, "op", 1, true, "t1", List.of(), List.of())))).isEmpty();

        assertThat(only("a/p1").dueAt()).isEqualTo(100);
        assertThat(only("a/p1").version()).isEqualTo(2);
        assertThat(only("a/p1").standing().targetId()).isEqualTo("t1");
    }

    @Test
    void a_doubt_about_an_older_desire_stays_until_it_is_cleared_up() {
        Desires first = Desires.anybody("a", "p1");
        Row row = row(first, 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 1)));
        Row.Doubt doubt = new Row.Doubt(first.wish(), "op");
        table.write(List.of(new RowWrite.NewWish("a/p1", 1, seen("a/p1"), first.version(2).wish(), 20, null, null, null, doubt, Sync.NONE, List.of())));
        table.write(List.of(new RowWrite.NewWish("a/p1", 2, seen("a/p1"), first.version(3).wish(), 20, null, null, null, null, Sync.NONE, List.of())));

        assertThat(only("a/p1").doubt().opId()).isEqualTo("op");
        assertThat(only("a/p1").doubt().version()).isEqualTo(1);

        table.write(List.of(settle(row, "op", 1, true, "t1", List.of(), List.of())));

        assertThat(only("a/p1").doubt()).isNull();
    }

    @Test
    void what_was_read_is_kept_only_from_the_owner_of_the_claim() {
        Row row = row(Desires.anybody("a", "p1"), 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 2)));

        assertThat(table.write(List.of(new RowWrite.Learned("a/p1", "op", 1, "t0", Map.of())))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Learned("a/p1", "op", 2, "t1", Map.of("userName", "x"))))).isEmpty();

        assertThat(only("a/p1").standing().targetId()).isEqualTo("t1");
        assertThat(only("a/p1").standing().applied()).isEqualTo(Map.of("userName", "x"));
        assertThat(only("a/p1").intent()).isNotNull();
    }

    @Test
    void a_held_removal_is_released_or_rejected_once_and_only_at_its_version() {
        Row row = row(Desires.anybody("a", "p1").state(State.DISABLED), 10);
        Row other = row(Desires.anybody("a", "p2").state(State.DISABLED), 10);
        for (Row one : List.of(row, other)) {
            table.write(List.of(new RowWrite.Insert(one)));
            table.write(List.of(claim(one, "op", 1)));
            table.write(List.of(new RowWrite.Settle(one.key(), "op", 1, 1, false, "op/0", Due.settled(5),
                    new Standing(Row.State.HELD, "t-" + one.objectId(), Map.of("userName", "x"), 0, List.of(), null, 7), Progress.NONE, null, Sync.NONE, List.of())));
        }
        var why = new dev.lockstep.contracts.AccountOutcome.Failure("hold", "removal-rejected", "It was a mistake.", null);

        assertThat(table.write(List.of(new RowWrite.Permitted("a/p1", 2, "ann", 20)))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Permitted("a/p1", 1, "ann", 20)))).isEmpty();
        assertThat(table.write(List.of(new RowWrite.Rejected("a/p1", 1, why, 30)))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Rejected("a/p2", 1, why, 30)))).isEmpty();

        assertThat(only("a/p1").isPermitted()).isTrue();
        assertThat(table.due(ALL, 20, 10)).extracting(Row::key).containsExactly("a/p1");
        assertThat(only("a/p2").standing().state()).isEqualTo(Row.State.ACTIVE);
        assertThat(only("a/p2").standing().lastError()).isEqualTo(why);
        assertThat(only("a/p2").standing().settledVersion()).isEqualTo(1);
    }

    @Test
    void failures_are_found_by_app_class_code_person_and_time_in_key_order() {
        failed("a", "p1", "transient", "timeout", 100);
        failed("a", "p2", "permanent", "refused-value", 200);
        failed("a", "p3", "permanent", "refused", 300);
        failed("b", "p1", "conflict", "conflict", 400);
        failed("b", "p2", "hold", "removal-held", 400);
        table.write(List.of(new RowWrite.Insert(row(Desires.anybody("a", "fine"), 10))));

        assertThat(failing(null, null, null, null, 0, null, 10)).containsExactly("a/p1", "a/p2", "a/p3", "b/p1");
        assertThat(failing("a", null, null, null, 0, null, 2)).containsExactly("a/p1", "a/p2");
        assertThat(failing("a", null, null, null, 0, "a/p2", 2)).containsExactly("a/p3");
        assertThat(failing(null, "permanent", null, null, 0, null, 10)).containsExactly("a/p2", "a/p3");
        assertThat(failing("a", null, "refused", null, 0, null, 10)).containsExactly("a/p3");
        assertThat(failing(null, null, null, "P1@example.com", 0, null, 10)).containsExactly("a/p1", "b/p1");
        assertThat(failing(null, null, null, null, 300, null, 10)).containsExactly("a/p3", "b/p1");
        assertThat(only("a/p1").standing().failingSince()).isEqualTo(100);
    }

    @Test
    void failures_are_found_by_the_end_of_a_time_and_by_the_event_that_led_to_them() {
        failed("a", "p1", "transient", "timeout", 100);
        failed("a", "p2", "permanent", "refused-value", 200);
        failed("b", "p3", "conflict", "conflict", 300);

        assertThat(caused(200, 300, null)).containsExactly("a/p2");
        assertThat(caused(0, Long.MAX_VALUE, "event-1")).containsExactly("a/p1", "a/p2", "b/p3");
        assertThat(caused(0, Long.MAX_VALUE, "event-2")).isEmpty();
        assertThat(table.failing(new WorkTable.Trouble(null, null, null, null, 0, Long.MAX_VALUE, "event-1", "a/p1", 1)))
                .extracting(Row::key).containsExactly("a/p2");
    }

    private List<String> caused(long since, long until, String cause) {
        return table.failing(new WorkTable.Trouble(null, null, null, null, since, until, cause, null, 10)).stream().map(Row::key).toList();
    }

    private List<String> failing(String app, String type, String code, String user, long since, String after, int limit) {
        return table.failing(new WorkTable.Trouble(app, type, code, user, since, after, limit)).stream().map(Row::key).toList();
    }

    private void failed(String app, String objectId, String type, String code, long at) {
        Row row = row(Desires.anybody(app, objectId), 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 1)));
        table.write(List.of(new RowWrite.Settle(row.key(), "op", 1, 1, false, "op/0", Due.settled(5),
                new Standing(Row.State.FAILED, null, null, 1, List.of(), new dev.lockstep.contracts.AccountOutcome.Failure(type, code, "It failed.", null), at),
                Progress.NONE, null, Sync.NONE, List.of())));
    }

    @Test
    void one_bad_guard_in_a_batch_does_not_keep_the_others_back() {
        List<RowWrite> inserts = new ArrayList<>();
        IntStream.range(0, 60).forEach(n -> inserts.add(new RowWrite.Insert(row(Desires.anybody("a", "p" + n), 10))));
        table.write(inserts);
        List<RowWrite> claims = new ArrayList<>();
        IntStream.range(0, 60).forEach(n -> claims.add(claim(row(Desires.anybody("a", "p" + n).version(n == 30 ? 9 : 1), 10), "op" + n, 1)));

        assertThat(table.write(claims)).containsExactly("a/p30");

        assertThat(table.due(ALL, 10, 100)).extracting(Row::key).containsExactly("a/p30");
    }

    @Test
    void due_rows_come_oldest_first_from_the_asked_slots_only() {
        Row late = row(Desires.anybody("a", "late"), 30);
        Row early = row(Desires.anybody("a", "early"), 20);
        table.write(List.of(new RowWrite.Insert(late), new RowWrite.Insert(early), new RowWrite.Insert(row(Desires.anybody("a", "future"), 99))));

        assertThat(table.due(ALL, 50, 10)).extracting(Row::objectId).containsExactly("early", "late");
        assertThat(table.due(List.of(early.slot()), 50, 10)).extracting(Row::objectId).containsExactly("early");
        assertThat(table.due(ALL, 50, 1)).hasSize(1);
    }

    @Test
    void parked_rows_wait_in_the_order_of_urgency_and_people_who_ask_are_not_parked() {
        table.write(List.of(new RowWrite.Insert(row(Desires.anybody("a", "bulk").lane(Lane.BULK), Due.parked(3, 5))),
                new RowWrite.Insert(row(Desires.anybody("a", "leaver"), Due.parked(0, 9))),
                new RowWrite.Insert(row(Desires.anybody("a", "live"), 20)),
                new RowWrite.Insert(row(Desires.anybody("a", "asked").request("r1"), 20)),
                new RowWrite.Insert(row(Desires.anybody("b", "other"), 20))));

        table.park("a", ALL, 50, true);

        assertThat(table.due(ALL, 50, 10)).extracting(Row::objectId).containsExactlyInAnyOrder("asked", "other");
        assertThat(table.parked("a", ALL, 10)).extracting(Row::objectId).containsExactly("live", "leaver", "bulk");
        assertThat(table.anyParked(ALL)).isTrue();
        assertThat(table.anyParked(List.of(Slots.COUNT + 1))).isFalse();
    }

    @Test
    void whoever_waits_for_a_link_becomes_due_when_it_is_there() {
        Row row = row(Desires.anybody("a", "p1").manager("boss"), 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 1)));
        table.write(List.of(settle(row, "op", 1, false, "t1", List.of("a/boss"), List.of())));
        assertThat(table.links(List.of("a/p1", "a/boss"))).containsExactly(Map.entry("a/p1", "t1"));
        assertThat(table.linkedTo("a", ObjectType.USER, "t1")).contains("a/p1");

        assertThat(table.awaited()).containsExactly("a/boss");
        assertThat(table.wake(List.of("a/somebody"), 60)).isZero();
        assertThat(table.wake(List.of("a/boss", "a/somebody"), 60)).isEqualTo(1);

        assertThat(table.due(ALL, 60, 10)).extracting(Row::key).containsExactly("a/p1");
    }

    @Test
    void facts_that_may_not_be_relayed_are_found_from_a_time_on_and_in_open_rows() {
        for (String id : List.of("p1", "p2")) {
            Row row = row(Desires.anybody("a", id), 10);
            table.write(List.of(new RowWrite.Insert(row)));
            table.write(List.of(claim(row, "op" + id, 1)));
            if (id.equals("p1")) {
                table.write(List.of(settle(row, "op" + id, 1, false, "t" + id, List.of(), List.of(new StoredFact("f" + id, 9_000, new byte[] {1})))));
            }
        }
        List<String> found = new ArrayList<>();

        ALL.forEach(slot -> table.unrelayed(slot, 9_000, 2, facts -> facts.forEach(f -> found.add(f.id()))));
        assertThat(found).containsExactly("fp1");

        found.clear();
        ALL.forEach(slot -> table.unrelayed(slot, 9_001, 2, facts -> facts.forEach(f -> found.add(f.id()))));
        assertThat(found).isEmpty();

        ALL.forEach(slot -> table.unrelayed(slot, 9_000, 1, facts -> facts.forEach(f -> found.add(f.id()))));
        assertThat(found).as("of rows that the present owner has written").isEmpty();
    }

    @Test
    void counts_and_lists_follow_the_rows() {
        Row settled = row(Desires.anybody("a", "p1").sync("s1"), 10);
        table.write(List.of(new RowWrite.Insert(settled), new RowWrite.Insert(row(Desires.anybody("a", "p2").sync("s1"), 10)),
                new RowWrite.Insert(row(Desires.anybody("b", "p1"), 10))));
        table.write(List.of(claim(settled, "op", 1)));
        table.write(List.of(settle(settled, "op", 1, false, "t1", List.of(), List.of())));

        assertThat(table.syncCount("a", "s1")).isEqualTo(new WorkTable.SyncCount(2, 1, 0));
        assertThat(table.backlog("a")).isEqualTo(new WorkTable.Backlog(1, 0));
        assertThat(table.countIn("a", Row.State.ACTIVE)).isEqualTo(1);
        assertThat(table.list(new WorkTable.Listing("a", null, null, null, 10))).extracting(Row::key).containsExactly("a/p1", "a/p2");
        assertThat(table.list(new WorkTable.Listing(null, "P1@example.com", null, null, 10))).extracting(Row::key).containsExactly("a/p1", "b/p1");
        assertThat(table.list(new WorkTable.Listing(null, "p2", null, null, 10))).extracting(Row::key).containsExactly("a/p2");
        assertThat(table.list(new WorkTable.Listing(null, null, Row.State.ACTIVE, null, 10))).extracting(Row::key).containsExactly("a/p1");
        assertThat(table.list(new WorkTable.Listing("a", null, null, "a/p1", 10))).extracting(Row::key).containsExactly("a/p2");

        table.removeApp("a");
        assertThat(table.list(new WorkTable.Listing(null, null, null, null, 10))).extracting(Row::key).containsExactly("b/p1");
    }

    private Row settled(String objectId, String targetId) {
        Row row = row(Desires.anybody("a", objectId).with("title", "Buyer"), 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 1)));
        table.write(List.of(settle(row, "op", 1, false, targetId, List.of(), List.of())));
        return only(row.key());
    }

    @Test
    void rows_are_found_by_the_accounts_that_they_hold() {
        settled("p1", "i1");
        settled("p2", "i2");

        assertThat(table.holders("a", List.of("i1", "i2", "i3"))).hasSize(2).hasEntrySatisfying("i2", row -> assertThat(row.objectId()).isEqualTo("p2"));
        assertThat(table.holders("b", List.of("i1"))).isEmpty();
    }

    @Test
    void a_recheck_lies_over_the_desire_until_it_has_its_outcome() {
        Row row = settled("p1", "i1");
        RowWrite.Again again = new RowWrite.Again("a/p1", 1, "i1", false, 4, new Recheck("run", Set.of("title")), 100);

        assertThat(table.write(List.of(again))).isEmpty();
        Row due = only("a/p1");
        assertThat(due.dueAt()).isEqualTo(100);
        assertThat(due.progress()).isEqualTo(new Progress(4, 0, 0, 0, true));
        assertThat(due.wish().account().attributes()).doesNotContainKey("title").containsKey("userName");
        assertThat(due.wish().account().requestId()).isEqualTo("run");
        assertThat(due.wish().account().lane()).isEqualTo(Lane.REPLAY);
        assertThat(table.write(List.of(new RowWrite.Again("a/p1", 1, "i1", false, 5, new Recheck("other", Set.of()), 100)))).containsExactly("a/p1");

        table.write(List.of(claim(due, "op-4", 1)));
        table.write(List.of(settle(due, "op-4", 1, false, "i1", List.of(), List.of())));
        assertThat(only("a/p1").wish().account()).isEqualTo(row.wish().account());
    }

    @Test
    void a_recheck_ends_when_a_newer_desire_comes_and_stays_while_a_removal_is_held() {
        settled("p1", "i1");
        RowWrite.Again again = new RowWrite.Again("a/p1", 1, "i1", true, 4, new Recheck("run", Set.of("title")), 100);
        table.write(List.of(again));
        assertThat(only("a/p1").standing().targetId()).isNull();
        assertThat(only("a/p1").progress().mustRead()).isFalse();

        table.write(List.of(new RowWrite.NewWish("a/p1", 1, seen("a/p1"), Desires.anybody("a", "p1").with("title", "Cook").version(2).wish(), 20, null, Progress.NONE, null, null,
                Sync.NONE, List.of())));
        assertThat(only("a/p1").wish().account().attributes()).containsEntry("title", "Cook");

        Row other = settled("p2", "i2");
        table.write(List.of(new RowWrite.Again("a/p2", 1, "i2", false, 4, new Recheck("run", Set.of("title")), 100)));
        table.write(List.of(claim(other, "op-4", 1)));
        Standing held = new Standing(Row.State.HELD, "i2", Map.of(), 1, List.of(), null, 7);
        table.write(List.of(new RowWrite.Settle("a/p2", "op-4", 1, 1, false, "op-4/0", Due.settled(9_000), held, Progress.NONE, null, Sync.NONE, List.of())));
        assertThat(only("a/p2").wish().account().requestId()).isEqualTo("run");
        assertThat(table.write(List.of(new RowWrite.Again("a/p2", 1, "i2", false, 5, new Recheck("run2", Set.of()), 100)))).containsExactly("a/p2");
    }

    @Test
    void accepted_values_and_forgotten_links_are_written_only_to_a_row_at_rest() {
        settled("p1", "i1");

        assertThat(table.write(List.of(new RowWrite.Accepted("a/p1", 2, "i1", Map.of())))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Accepted("a/p1", 1, "i9", Map.of())))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Accepted("a/p1", 1, "i1", Map.of("title", "Pirate"))))).isEmpty();
        assertThat(only("a/p1").standing().applied()).isEqualTo(Map.of("title", "Pirate"));

        assertThat(table.write(List.of(new RowWrite.Unlinked("a/p1", 1, "i9", 5)))).containsExactly("a/p1");
        assertThat(table.write(List.of(new RowWrite.Unlinked("a/p1", 1, "i1", 5)))).isEmpty();
        assertThat(only("a/p1").standing()).satisfies(standing -> {
            assertThat(standing.targetId()).isNull();
            assertThat(standing.state()).isEqualTo(Row.State.OUT_OF_SCOPE);
        });
        assertThat(table.write(List.of(new RowWrite.Accepted("a/p1", 1, "i1", Map.of())))).containsExactly("a/p1");
    }

    @Test
    void after_a_confirmed_delete_only_the_version_stays() {
        Row row = row(Desires.anybody("a", "p1").state(State.DELETED), 10);
        table.write(List.of(new RowWrite.Insert(row)));
        table.write(List.of(claim(row, "op", 1)));
        assertThat(table.write(List.of(new RowWrite.Bury("a/p1", 1)))).containsExactly("a/p1");
        table.write(List.of(settle(row, "op", 1, false, null, List.of(), List.of(new StoredFact("f", 1, new byte[] {1})))));

        assertThat(table.unburied(null, 10)).isEmpty();
        assertThat(table.write(List.of(new RowWrite.Bury("a/p1", 1)))).isEmpty();

        Row buried = only("a/p1");
        assertThat(buried.wish()).isNull();
        assertThat(buried.facts()).isEmpty();
        assertThat(buried.standing().applied()).isNull();
        assertThat(buried.version()).isEqualTo(1);
    }

    @Test
    void rows_of_deleted_accounts_that_were_not_emptied_are_found_page_by_page() {
        for (int i = 0; i < 3; i++) {
            Row row = row(Desires.anybody("a", "p" + i).state(State.DELETED), 10);
            table.write(List.of(new RowWrite.Insert(row)));
            table.write(List.of(claim(row, "op", 1)));
            Standing deleted = new Standing(Row.State.DELETED, null, null, 1, List.of(), null, 7);
            table.write(List.of(new RowWrite.Settle(row.key(), "op", 1, 1, false, "op/0", Due.settled(9_000), deleted, Progress.NONE, null, Sync.NONE, List.of())));
        }
        table.write(List.of(new RowWrite.Bury("a/p1", 1)));

        assertThat(table.unburied(null, 1)).extracting(Row::key).containsExactly("a/p0");
        assertThat(table.unburied("a/p0", 5)).extracting(Row::key).containsExactly("a/p2");
    }

    @Test
    void taking_a_slot_raises_its_epoch_and_tells_how_far_facts_were_relayed() {
        assertThat(slots.take(List.of(1, 2), "one").get(1)).isEqualTo(new SlotTable.Taken(1, 0));
        slots.checkpoint("one", 500);
        assertThat(slots.take(List.of(1), "two").get(1)).isEqualTo(new SlotTable.Taken(3, 0));

        slots.relayedEarlier(java.util.Map.of(1, new SlotTable.Taken(3, 0), 2, new SlotTable.Taken(3, 0)));
        slots.checkpoint("two", 900);

        assertThat(slots.take(List.of(1), "three").get(1)).isEqualTo(new SlotTable.Taken(5, 900));
        assertThat(slots.take(List.of(2), "three").get(2)).isEqualTo(new SlotTable.Taken(3, 0));
    }

    @Test
    void what_was_relayed_for_an_earlier_time_of_ownership_says_nothing_of_a_later_one() {
        SlotTable.Taken first = slots.take(List.of(1), "one").get(1);
        slots.take(List.of(1), "two");
        slots.checkpoint("two", 700);
        slots.take(List.of(1), "one");
        slots.checkpoint("one", 900);

        slots.relayedEarlier(java.util.Map.of(1, first));

        assertThat(slots.take(List.of(1), "three").get(1)).isEqualTo(new SlotTable.Taken(7, 0));
    }

    @Test
    void how_far_facts_were_relayed_is_kept_also_when_a_slot_was_not_looked_through_for_good() {
        SlotTable.Taken first = slots.take(List.of(1, 2), "one").get(1);
        slots.relayedBefore(java.util.Map.of(1, first), 300);
        slots.relayedBefore(java.util.Map.of(1, first), 200);
        slots.checkpoint("one", 900);

        assertThat(slots.take(List.of(1, 2), "two")).containsExactlyInAnyOrderEntriesOf(
                java.util.Map.of(1, new SlotTable.Taken(3, 300), 2, new SlotTable.Taken(3, 0)));

        slots.relayedBefore(java.util.Map.of(1, first), 400);
        assertThat(slots.take(List.of(1), "three").get(1)).isEqualTo(new SlotTable.Taken(5, 300));
    }

    private void waits(Desires desires, long at, String... waitsFor) {
        Row row = row(desires, 10);
        table.write(List.of(new RowWrite.Insert(row), claim(row, "op-" + at, 1)));
        Standing before = only(row.key()).standing();
        Standing standing = new Standing(Row.State.WAITING_FOR_REFERENCE, "t-" + row.key(), Map.of(), 1, List.of(waitsFor), null, at);
        table.write(List.of(new RowWrite.Settle(row.key(), "op-" + at, 1, 1, false, "s-" + at, Due.settled(at), standing.after(before), Progress.NONE, null, Sync.NONE, List.of())));
    }

    @Test
    void accounts_that_wait_for_others_are_listed_by_how_long() {
        waits(Desires.anybody("a", "p3"), 100, "a/boss");
        waits(Desires.anybody("a", "p1"), 300, "a/boss", "a/other");
        waits(Desires.anybody("b", "p2"), 200, "b/boss");
        waits(Desires.anybody("a", "p2"), 300, "a/boss");
        waits(Desires.anybody("a", "linked"), 50);

        assertThat(table.waiting(null, null, 10)).extracting(Row::key).containsExactly("a/p3", "b/p2", "a/p1", "a/p2");
        List<Row> page = table.waiting("a", null, 2);
        assertThat(page).extracting(Row::key).containsExactly("a/p3", "a/p1");
        assertThat(page.getLast().standing().waitingSince()).isEqualTo(300);
        assertThat(table.waiting("a", new WorkTable.Place(300, "a/p1"), 2)).extracting(Row::key).containsExactly("a/p2");
        assertThat(table.waiting("a", new WorkTable.Place(100, "a/p3"), 1)).extracting(Row::key).containsExactly("a/p1");
        assertThat(table.waiting("a", new WorkTable.Place(300, "a/p2"), 1)).isEmpty();
    }

    @Test
    void who_waits_on_waits_since_the_beginning() {
        Standing before = new Standing(Row.State.WAITING_FOR_REFERENCE, "t", Map.of(), 1, List.of("a/x", "a/y"), null, 100);

        assertThat(new Standing(Row.State.WAITING_FOR_REFERENCE, "t", Map.of(), 2, List.of("a/y"), null, 200).after(before).waitingSince()).isEqualTo(100);
        assertThat(new Standing(Row.State.ACTIVE, "t", Map.of(), 2, List.of(), null, 200).after(before).waitingSince()).isZero();
    }
}
