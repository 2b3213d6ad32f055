package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.accept;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.delivery.Holds.Selection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten accounts and a threshold of three removals, or a tenth. */
class RemovalGuardIT {
    private Workshop shop;
    private Delivery delivery;
    private Holds holds;

    @BeforeEach
    void open() {
        shop = new Workshop(ScimSdkApplication.start(0, "secret", 0));
        delivery = shop.delivery();
        shop.configure(delivery, shop.config(new RemovalThreshold(3, 10)));
        holds = new Holds(shop.table, new InMemoryApprovals(), shop.publisher, Clock.systemUTC(), delivery::wantsMore);
        accept(delivery, IntStream.range(0, 10).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));
        shop.settled(10);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private void leave(int from, int to) {
        accept(delivery, IntStream.range(from, to).mapToObj(n -> anybody("p" + n).version(2).state(State.DISABLED)).toArray(Desires[]::new));
    }

    private long count(Result result) {
        return shop.distinct().stream().filter(o -> o.version() > 1 && o.result() == result).count();
    }

    private List<String> held() {
        return shop.table.list(new dev.lockstep.writer.account.WorkTable.Listing(Workshop.APP, null, Row.State.HELD, null, 100)).stream().map(Row::key).toList();
    }

    private void sixHeld() {
        leave(0, 9);
        shop.settled(19);
        assertThat(count(Result.HELD)).isEqualTo(6);
        assertThat(held()).hasSize(6);
    }

    @Test
    void removals_beyond_the_threshold_are_held_and_everything_else_goes_on() {
        sixHeld();

        assertThat(count(Result.APPLIED)).isEqualTo(3);
        accept(delivery, anybody("p9").version(2).with("displayName", "Still here"), anybody("new"));
        await().atMost(Duration.ofSeconds(30)).until(() -> count(Result.APPLIED) == 4 && shop.distinct().stream().anyMatch(o -> o.objectId().equals("new")));
        assertThat(shop.table.backlog(Workshop.APP)).isEqualTo(new dev.lockstep.writer.account.WorkTable.Backlog(0, 0));
    }

    @Test
    void a_batch_that_is_known_beforehand_to_be_too_large_is_held_whole() {
        accept(delivery, IntStream.range(0, 9).mapToObj(n -> anybody("p" + n).version(2).state(State.DISABLED).oneOf(9)).toArray(Desires[]::new));
        shop.settled(19);

        assertThat(count(Result.HELD)).isEqualTo(9);
        assertThat(count(Result.APPLIED)).isZero();
    }

    @Test
    void a_small_batch_goes_through_and_counts_in_the_window() {
        accept(delivery, IntStream.range(0, 3).mapToObj(n -> anybody("p" + n).version(2).state(State.DISABLED).oneOf(3)).toArray(Desires[]::new));
        shop.settled(13);
        leave(3, 5);
        shop.settled(15);

        assertThat(count(Result.APPLIED)).isEqualTo(3);
        assertThat(count(Result.HELD)).isEqualTo(2);
    }

    @Test
    void a_newer_desire_that_also_removes_a_held_account_stays_held() {
        sixHeld();
        shop.removals.dropBefore(Long.MAX_VALUE);
        String key = held().getFirst();
        String id = key.substring(key.indexOf('/') + 1);

        accept(delivery, anybody(id).version(3).state(State.DISABLED).with("displayName", "Other"));
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.outcomes(id).stream().anyMatch(o -> o.version() == 3));

        assertThat(shop.outcomes(id).getLast().result()).isEqualTo(Result.HELD);
        assertThat(held()).hasSize(6);
    }

    @Test
    void a_removal_that_is_retried_counts_once() {
        leave(0, 1);
        shop.settled(11);
        shop.removals.note(Workshop.APP, shop.removalIds().iterator().next(), System.currentTimeMillis());

        leave(1, 3);
        shop.settled(13);

        assertThat(count(Result.APPLIED)).isEqualTo(3);
    }

    @Test
    void one_released_removal_is_carried_out_and_on_record_with_who_and_why() {
        sixHeld();
        String one = held().getFirst();

        Holds.Decision decision = holds.release(new Selection(Workshop.APP, Set.of(one)), "token:ann", "really left");

        assertThat(decision).isEqualTo(new Holds.Decision(1, 1, null));
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.distinct().stream().filter(o -> o.action() == Action.DISABLE).count() == 4);
        assertThat(held()).hasSize(5).doesNotContain(one);
        assertThat(shop.publisher.messages(Activity.class)).filteredOn(a -> a.action().equals("hold")).singleElement().satisfies(a -> {
            assertThat(a.initiator()).isEqualTo("token:ann");
            assertThat(a.summary()).contains("released", "really left");
        });
    }

    @Test
    void from_a_fifth_of_the_accounts_on_two_people_must_release_exactly_the_same() {
        sixHeld();
        Selection all = new Selection(Workshop.APP, Set.of());

        assertThat(holds.release(all, "token:ann", "a branch closed")).isEqualTo(new Holds.Decision(6, 0, "token:ann"));
        assertThat(holds.release(all, "token:ann", "a branch closed").done()).isZero();
        assertThat(holds.release(new Selection(Workshop.APP, Set.copyOf(held().subList(0, 3))), "token:bob", "some").done()).isZero();
        assertThat(holds.release(all, "token:ann", "a branch closed").done()).isZero();
        assertThat(holds.release(all, "token:bob", "yes")).isEqualTo(new Holds.Decision(6, 6, null));

        await().atMost(Duration.ofSeconds(30)).until(() -> shop.distinct().stream().filter(o -> o.action() == Action.DISABLE).count() == 9);
        assertThat(held()).isEmpty();
    }

    @Test
    void a_rejected_removal_keeps_the_account_until_the_person_changes_again() {
        sixHeld();
        String key = held().getFirst();
        String id = key.substring(key.indexOf('/') + 1);

        assertThat(holds.reject(new Selection(Workshop.APP, Set.of(key)), "token:ann", "a mistake").done()).isEqualTo(1);

        Row row = shop.table.read(List.of(key)).get(key);
        assertThat(row.standing().state()).isEqualTo(Row.State.ACTIVE);
        assertThat(row.standing().lastError().code()).isEqualTo("removal-rejected");
        accept(delivery, anybody(id).version(3).with("displayName", "Back"));
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.outcomes(id).stream().map(AccountOutcome::version).anyMatch(v -> v == 3));
        assertThat(shop.outcomes(id).getLast().result()).isEqualTo(Result.APPLIED);
    }

    @Test
    void a_newer_desire_that_keeps_the_account_ends_the_hold() {
        sixHeld();
        String key = held().getFirst();
        String id = key.substring(key.indexOf('/') + 1);

        accept(delivery, anybody(id).version(3));

        await().atMost(Duration.ofSeconds(30)).until(() -> shop.outcomes(id).stream().anyMatch(o -> o.version() == 3));
        assertThat(held()).doesNotContain(key);
        assertThat(shop.outcomes(id)).extracting(AccountOutcome::result).containsExactly(Result.APPLIED, Result.HELD, Result.SUPERSEDED, Result.UNCHANGED);
    }

    @Test
    void a_protected_account_is_never_removed_not_even_when_a_person_asks() {
        shop.configure(delivery, shop.config(new RemovalThreshold(100, 100, Set.of("p1", "P2@example.com"))));

        accept(delivery, anybody("p1").version(2).state(State.DISABLED), anybody("p2").version(2).state(State.DELETED).request("r2"),
                anybody("p3").version(2).state(State.DISABLED));
        shop.settled(13);

        assertThat(shop.outcomes("p1").getLast().failure().code()).isEqualTo("protected-account");
        assertThat(shop.outcomes("p2").getLast().failure().code()).isEqualTo("protected-account");
        assertThat(shop.outcomes("p3").getLast().action()).isEqualTo(Action.DISABLE);
        assertThat(shop.accounts.users().total()).isEqualTo(10);
    }

    @Test
    void what_a_person_asks_for_is_never_held() {
        sixHeld();

        accept(delivery, anybody("p9").version(2).state(State.DISABLED).request("r1"));

        await().atMost(Duration.ofSeconds(30)).until(() -> !shop.outcomes("p9").isEmpty() && shop.outcomes("p9").getLast().action() == Action.DISABLE);
    }
}
