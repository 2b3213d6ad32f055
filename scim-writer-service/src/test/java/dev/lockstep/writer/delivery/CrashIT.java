package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.accept;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.publish.Slots;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.SlotTable.Taken;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.account.WorkTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer dies at a chosen line; the next one on the same table makes one account and one effect of it. */
class CrashIT {
    private Workshop shop;

    @BeforeEach
    void open() {
        shop = new Workshop(ScimSdkApplication.start(0, "secret", 0));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    /** A table that a dead process no longer reaches. */
    private static UnaryOperator<WorkTable> cut(AtomicBoolean dead, Predicate<RowWrite> fatal) {
        return table -> (WorkTable) Proxy.newProxyInstance(WorkTable.class.getClassLoader(), new Class<?>[] {WorkTable.class}, (proxy, method, args) -> {
            if (method.getName().equals("write") && ((List<?>) args[0]).stream().anyMatch(w -> w instanceof RowWrite write && fatal.test(write))) {
                dead.set(true);
            }
            if (dead.get()) {
                throw new IllegalStateException("dead");
            }
            try {
                return method.invoke(table, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private void oneAccountAndOneEffect() {
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());
        AccountOutcome outcome = shop.settled(1).getFirst();
        assertThat(outcome.result()).isEqualTo(Result.APPLIED);
        assertThat(outcome.action()).isEqualTo(Action.CREATE);
        assertThat(shop.accounts.users().total()).isEqualTo(1);
        assertThat(shop.distinct()).hasSize(1);
        assertThat(shop.proxy.effects()).hasSize(1);
    }

    @Test
    void after_the_intent_and_before_the_call() {
        dieBeforeSending(anybody("p1"));
        shop.proxy.onRequest(e -> Behaviour.pass());

        oneAccountAndOneEffect();
    }

    @Test
    void after_the_call_and_before_its_outcome_is_stored() {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        await().until(dead::get);
        first.abandon();
        assertThat(shop.accounts.users().total()).isEqualTo(1);
        assertThat(shop.outcomes()).isEmpty();

        oneAccountAndOneEffect();
    }

    @Test
    void a_lost_create_that_leaves_something_to_do_is_one_create_and_one_update() {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, anybody("p1").manager("p2"));
        await().until(dead::get);
        first.abandon();
        assertThat(shop.accounts.users().total()).isEqualTo(1);

        Delivery next = shop.delivery();
        shop.configure(next, shop.config());
        accept(next, anybody("p2"));

        await().untilAsserted(() -> assertThat(shop.outcomes().stream().filter(o -> o.objectId().equals("p1")).map(AccountOutcome::action))
                .containsExactly(Action.CREATE, Action.UPDATE));
        assertThat(shop.proxy.effects()).hasSize(3);
        assertThat(shop.distinct()).hasSize(3);
        assertThat(shop.accounts.users().total()).isEqualTo(2);
    }

    @Test
    void a_reference_that_a_lost_create_wrote_is_no_effect_of_a_later_operation() {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle && w.key().endsWith("/p1")), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, anybody("boss"));
        shop.settled(1);
        accept(first, anybody("p1").manager("boss"));
        await().until(dead::get);
        first.abandon();
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());

        // The successor learns of the manager's link only after it has found the account.
        await().untilAsserted(() -> assertThat(shop.table.read(List.of("app/p1")).get("app/p1").standing()).satisfies(standing -> {
            assertThat(standing.targetId()).isNotNull();
            assertThat(standing.waitsFor()).isEmpty();
        }));
        assertThat(shop.outcomes("p1").stream().map(AccountOutcome::action).distinct()).containsExactly(Action.CREATE);
        assertThat(shop.proxy.effects()).hasSize(2);
    }

    @Test
    void a_link_whose_writer_died_before_it_woke_who_waits_is_written_by_the_next_one() {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(table -> (WorkTable) Proxy.newProxyInstance(WorkTable.class.getClassLoader(), new Class<?>[] {WorkTable.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("wake") && ((java.util.Collection<?>) args[0]).stream().anyMatch(key -> key.toString().endsWith("/boss"))) {
                        dead.set(true);
                    }
                    if (dead.get()) {
                        throw new IllegalStateException("dead");
                    }
                    try {
                        return method.invoke(table, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, anybody("p1").manager("boss"));
        shop.settled(1);
        accept(first, anybody("boss"));
        await().until(dead::get);
        first.abandon();

        Delivery next = shop.delivery();
        shop.configure(next, shop.config());

        await().untilAsserted(() -> assertThat(shop.outcomes().stream().filter(o -> o.objectId().equals("p1")).map(AccountOutcome::action).distinct())
                .containsExactly(Action.CREATE, Action.UPDATE));
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void after_the_outcome_is_stored_and_before_it_is_on_the_topic() {
        AtomicBoolean asked = new AtomicBoolean();
        Delivery first = shop.delivery(UnaryOperator.identity(), deaf(() -> asked.set(true)));
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        await().until(asked::get);
        first.abandon();
        assertThat(shop.outcomes()).isEmpty();

        oneAccountAndOneEffect();
    }

    /** Accepts everything and acknowledges nothing. */
    private static Publisher deaf(Runnable asked) {
        return new Publisher() {
            @Override
            public void publish(List<Outgoing> messages) {
            }

            @Override
            public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
                asked.run();
                return new CompletableFuture<>();
            }

            @Override
            public int partitions(Topic topic) {
                return 8;
            }
        };
    }

    @Test
    void a_fact_of_a_dead_writer_stays_in_its_row_until_it_is_on_the_topic_whatever_happens_to_the_row_before() {
        AtomicBoolean asked = new AtomicBoolean();
        Delivery first = shop.delivery(UnaryOperator.identity(), deaf(() -> asked.set(true)));
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        await().until(asked::get);
        first.abandon();
        CountDownLatch scan = new CountDownLatch(1);
        Delivery next = shop.delivery(table -> (WorkTable) Proxy.newProxyInstance(WorkTable.class.getClassLoader(), new Class<?>[] {WorkTable.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("unrelayed")) {
                        scan.await();
                    }
                    try {
                        return method.invoke(table, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }), shop.publisher);
        shop.configure(next, shop.config());

        accept(next, anybody("p1").version(2).with("displayName", "Changed"));
        await().until(() -> shop.outcomes("p1").stream().anyMatch(o -> o.action() == Action.UPDATE));
        accept(next, anybody("p1").version(3).with("displayName", "Again"));

        // Whoever claims the row sees to what it holds, before anybody has looked through the slot.
        assertThat(shop.settled(3)).extracting(AccountOutcome::action).containsExactlyInAnyOrder(Action.CREATE, Action.UPDATE, Action.UPDATE);
        scan.countDown();
    }

    /** A table whose methods of this name do something else. */
    private static UnaryOperator<WorkTable> instead(String name, BiFunction<WorkTable, Object[], @Nullable Object> other) {
        return table -> (WorkTable) Proxy.newProxyInstance(WorkTable.class.getClassLoader(), new Class<?>[] {WorkTable.class}, (proxy, method, args) -> {
            if (method.getName().equals(name)) {
                return other.apply(table, args);
            }
            try {
                return method.invoke(table, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void a_fact_of_a_dead_writer_is_on_the_topic_also_when_its_row_changed_while_such_facts_were_looked_for() {
        AtomicBoolean asked = new AtomicBoolean();
        Delivery first = shop.delivery(UnaryOperator.identity(), deaf(() -> asked.set(true)));
        shop.configure(first, shop.config());
        accept(first, anybody("p1").manager("boss"));
        await().until(asked::get);
        first.abandon();
        // Settled rows are looked through first, open ones then: a row that was open at first and settled again is in neither.
        Delivery next = shop.delivery(instead("unrelayed", (table, args) -> null), shop.publisher);
        shop.configure(next, shop.config());

        accept(next, anybody("boss"));

        await().until(() -> shop.outcomes("p1").stream().anyMatch(o -> o.action() == Action.UPDATE));
        assertThat(shop.outcomes("p1")).extracting(AccountOutcome::action).contains(Action.CREATE);
        assertThat(shop.distinct()).hasSize(3);
    }

    @Test
    void a_superseded_change_of_a_dead_writer_is_on_the_topic_when_its_batch_comes_again() {
        AtomicBoolean asked = new AtomicBoolean();
        Delivery first = shop.delivery(UnaryOperator.identity(), deaf(() -> asked.set(true)));
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());
        // It has lost its slots, does not know yet, and stores what it had read.
        accept(first, anybody("p1"), anybody("p1").version(2));
        await().until(asked::get);
        first.abandon();

        accept(next, anybody("p1"), anybody("p1").version(2));

        await().until(() -> shop.outcomes("p1").stream().anyMatch(o -> o.result() == Result.SUPERSEDED && o.version() == 1));
    }

    @Test
    void an_outcome_that_a_slow_writer_stored_after_another_took_over_is_on_the_topic_although_it_died_then() {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        Delivery first = shop.delivery(beforeSettling(slow, new AtomicInteger()), deaf(() -> asked.set(true)));
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        await().until(() -> shop.proxy.effects().size() == 1);
        AtomicInteger lookedThrough = new AtomicInteger();
        Delivery next = shop.delivery(counting(lookedThrough), shop.publisher);

        await().until(() -> lookedThrough.get() == Slots.COUNT);
        slow.countDown();
        await().until(asked::get);
        first.abandon();

        await().untilAsserted(() -> assertThat(shop.outcomes("p1")).extracting(AccountOutcome::action).containsExactly(Action.CREATE));
        assertThat(shop.proxy.effects()).hasSize(1);
        next.abandon();
    }

    @Test
    void what_is_long_on_the_topic_is_not_told_again_by_every_next_owner_although_its_row_still_waits() {
        AtomicBoolean asked = new AtomicBoolean();
        Delivery first = shop.delivery(UnaryOperator.identity(), deaf(() -> asked.set(true)));
        shop.proxy.onRequest(e -> Behaviour.answer(500));
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        await().until(asked::get);
        first.abandon();
        Map<Integer, Taken> taken = shop.slots.take(IntStream.range(0, Slots.COUNT).boxed().toList(), "between");
        shop.slots.relayedEarlier(taken);
        shop.slots.checkpoint("between", System.currentTimeMillis() + 1);

        AtomicInteger lookedThrough = new AtomicInteger();
        Delivery next = shop.delivery(counting(lookedThrough), shop.publisher);
        await().until(() -> lookedThrough.get() >= Slots.COUNT);

        assertThat(shop.outcomes("p1")).isEmpty();
        next.abandon();
    }

    @Test
    void a_writer_that_does_not_know_yet_that_it_was_replaced_leaves_a_change_to_its_successor() {
        Delivery first = shop.delivery();
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        shop.settled(1);
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());
        accept(next, anybody("p1").version(2).with("displayName", "Second"));
        shop.settled(2);

        accept(first, anybody("p1").version(3).with("displayName", "Third"));

        assertThat(shop.settled(3).getLast()).satisfies(o -> {
            assertThat(o.version()).isEqualTo(3);
            assertThat(o.action()).isEqualTo(Action.UPDATE);
        });
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void a_batch_whose_rows_keep_changing_comes_again_and_is_not_parked() {
        Delivery first = shop.delivery(instead("write", (table, args) -> Set.copyOf(((List<?>) args[0]).stream().map(w -> ((RowWrite) w).key()).toList())), shop.publisher);
        shop.configure(first, shop.config());

        assertThatThrownBy(() -> accept(first, anybody("p1"))).matches(dev.lockstep.kit.consume.Outage::isOutage);
    }

    @Test
    void a_writer_that_wakes_when_its_slots_were_looked_through_for_good_ends_nothing_any_more_and_its_call_is_on_record() {
        CountDownLatch sleep = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean told = new AtomicBoolean();
        Delivery first = shop.delivery(beforeSettling(sleep, refused), deaf(() -> told.set(true)));
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        await().until(() -> shop.proxy.effects().size() == 1);
        AtomicInteger lookedThrough = new AtomicInteger();
        Delivery next = shop.delivery(counting(lookedThrough), shop.publisher);
        // The app is not known to this one yet: it claims nothing.
        await().atMost(Duration.ofSeconds(30)).until(() -> lookedThrough.get() == 2 * Slots.COUNT);

        sleep.countDown();
        await().until(() -> refused.get() == 1 || told.get());
        first.abandon();
        shop.configure(next, shop.config());

        await().untilAsserted(() -> assertThat(shop.outcomes("p1")).extracting(AccountOutcome::action).containsExactly(Action.CREATE));
        assertThat(refused.get()).isEqualTo(1);
        assertThat(shop.proxy.effects()).hasSize(1);
    }

    /** Writes of ends wait for the latch; how many rows refused them is counted. */
    private static UnaryOperator<WorkTable> beforeSettling(CountDownLatch latch, AtomicInteger refused) {
        return instead("write", (table, args) -> {
            List<RowWrite> writes = ((List<?>) args[0]).stream().map(RowWrite.class::cast).toList();
            boolean settle = writes.stream().anyMatch(w -> w instanceof RowWrite.Settle);
            if (settle) {
                pass(latch);
            }
            Set<String> answer = table.write(writes);
            if (settle) {
                refused.addAndGet(answer.size());
            }
            return answer;
        });
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("abandoned", e);
        }
    }

    /** Counts the searches of slots for what earlier owners left. */
    private static UnaryOperator<WorkTable> counting(AtomicInteger lookedThrough) {
        return instead("unrelayed", (table, args) -> {
            table.unrelayed((Integer) args[0], (Long) args[1], (Long) args[2], found(args[3]));
            lookedThrough.incrementAndGet();
            return null;
        });
    }

    @SuppressWarnings("unchecked")
    private static Consumer<List<StoredFact>> found(Object argument) {
        return (Consumer<List<StoredFact>>) argument;
    }

    @Test
    void after_the_desire_is_stored_and_before_its_batch_is_committed_the_same_batch_changes_nothing() {
        Delivery first = shop.delivery();
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        shop.settled(1);
        first.abandon();
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());
        int calls = shop.proxy.journal().size();

        accept(next, anybody("p1"));
        accept(next, anybody("p2"));

        await().until(() -> !shop.outcomes("p2").isEmpty());
        assertThat(shop.distinct().stream().filter(o -> o.objectId().equals("p1"))).hasSize(1);
        assertThat(shop.proxy.journal().stream().skip(calls).map(e -> e.path() + e.body())).noneMatch(text -> text.contains("p1"));
    }

    @Test
    void a_writer_that_wakes_after_another_took_over_is_refused_and_says_nothing() {
        CountDownLatch sleep = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        var silent = new dev.lockstep.kit.testing.InMemoryPublisher();
        Delivery first = shop.delivery(beforeSettling(sleep, refused), silent);
        shop.configure(first, shop.config());
        accept(first, anybody("p1"));
        await().until(() -> shop.proxy.effects().size() == 1);

        oneAccountAndOneEffect();
        sleep.countDown();

        await().atMost(Duration.ofSeconds(10)).until(() -> refused.get() == 1);
        assertThat(silent.published()).isEmpty();
    }

    /** Lets a first writer write a change and die before it knows, then sends a newer change, then lets a second one take over. */
    private void dieAfter(Desires lost, Desires newer) {
        dieAfter(lost);
        Delivery next = shop.delivery();
        accept(next, newer);
        shop.configure(next, shop.config());
    }

    private void dieAfter(Desires lost) {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, lost);
        await().until(dead::get);
        first.abandon();
    }

    /** Lets a writer claim a change and die with the connection, before the application has seen a call. */
    private void dieBeforeSending(Desires lost) {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> false), shop.publisher);
        shop.configure(first, shop.config());
        shop.proxy.onRequest(e -> {
            dead.set(true);
            return Behaviour.close();
        });
        accept(first, lost);
        await().until(dead::get);
        first.abandon();
    }

    private List<Action> actions() {
        return shop.distinct().stream().filter(o -> o.result() == Result.APPLIED).map(AccountOutcome::action).toList();
    }

    private void created() {
        Delivery before = shop.delivery();
        shop.configure(before, shop.config());
        accept(before, anybody("p1"));
        shop.settled(1);
        before.abandon();
    }

    @Test
    void a_change_whose_writer_died_is_on_record_although_a_newer_one_took_its_place() {
        created();

        dieAfter(anybody("p1").version(2).with("displayName", "Lost"), anybody("p1").version(3).with("displayName", "Newer"));

        assertThat(shop.settled(3)).extracting(AccountOutcome::version).containsExactly(1L, 2L, 3L);
        assertThat(actions()).containsExactly(Action.CREATE, Action.UPDATE, Action.UPDATE);
        assertThat(shop.distinct().get(1).changes()).extracting(AccountOutcome.Change::after).containsExactly("Lost");
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void a_change_whose_writer_died_before_it_was_sent_is_superseded_by_the_newer_one() {
        created();
        dieBeforeSending(anybody("p1").version(2).with("displayName", "Lost"));
        shop.proxy.onRequest(e -> Behaviour.pass());
        Delivery next = shop.delivery();
        accept(next, anybody("p1").version(3).with("displayName", "Newer"));
        shop.configure(next, shop.config());

        List<AccountOutcome> all = shop.settled(3);
        assertThat(all).extracting(AccountOutcome::result).containsExactly(Result.APPLIED, Result.SUPERSEDED, Result.APPLIED);
        assertThat(all.get(1).supersededBy()).isEqualTo(3);
        assertThat(shop.proxy.effects()).hasSize(2);
    }

    @Test
    void a_create_whose_writer_died_is_on_record_although_a_newer_desire_took_its_place() {
        dieAfter(anybody("p1"), anybody("p1").version(2).with("displayName", "Newer"));

        assertThat(shop.settled(2)).extracting(AccountOutcome::version).containsExactly(1L, 2L);
        assertThat(actions()).containsExactly(Action.CREATE, Action.UPDATE);
        assertThat(shop.proxy.effects()).hasSize(2);
        assertThat(shop.accounts.users().total()).isEqualTo(1);
    }

    @Test
    void a_leaver_whose_writer_died_and_who_was_rehired_is_disabled_and_enabled_on_record() {
        created();

        dieAfter(anybody("p1").version(2).state(State.DISABLED), anybody("p1").version(3));

        shop.settled(3);
        assertThat(actions()).containsExactly(Action.CREATE, Action.DISABLE, Action.ENABLE);
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void a_newer_desire_that_waits_while_its_writer_dies_does_not_hide_what_was_written_before_it() {
        created();
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle), shop.publisher);
        shop.configure(first, shop.config());
        CountDownLatch sent = new CountDownLatch(1);
        shop.proxy.onRequest(e -> {
            if (e.method().equals("PATCH")) {
                sent.countDown();
                return Behaviour.delay(Duration.ofMillis(400));
            }
            return Behaviour.pass();
        });
        accept(first, anybody("p1").version(2).with("displayName", "Lost"));
        await().until(() -> sent.getCount() == 0);
        accept(first, anybody("p1").version(3).with("displayName", "Newer"));
        await().until(dead::get);
        first.abandon();

        Delivery next = shop.delivery();
        shop.configure(next, shop.config());

        assertThat(shop.settled(3)).extracting(AccountOutcome::version).containsExactly(1L, 2L, 3L);
        assertThat(actions()).containsExactly(Action.CREATE, Action.UPDATE, Action.UPDATE);
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void a_change_that_waited_for_an_older_lost_one_to_be_looked_up_is_superseded_on_record_although_that_writer_died_too() {
        created();
        dieAfter(anybody("p1").version(2).with("displayName", "Lost"));
        AtomicBoolean dead = new AtomicBoolean();
        Delivery second = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle), shop.publisher);
        CountDownLatch looking = new CountDownLatch(1);
        shop.proxy.onRequest(e -> {
            looking.countDown();
            return Behaviour.delay(Duration.ofMillis(400));
        });
        accept(second, anybody("p1").version(3).with("displayName", "Waits"));
        shop.configure(second, shop.config());
        await().until(() -> looking.getCount() == 0);
        accept(second, anybody("p1").version(4).with("displayName", "Newest"));
        await().until(dead::get);
        second.abandon();
        shop.proxy.onRequest(e -> Behaviour.pass());

        Delivery next = shop.delivery();
        shop.configure(next, shop.config());

        List<AccountOutcome> all = shop.settled(4).stream().sorted(Comparator.comparing(AccountOutcome::version)).toList();
        assertThat(all).extracting(AccountOutcome::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(all).extracting(AccountOutcome::result).containsExactly(Result.APPLIED, Result.APPLIED, Result.SUPERSEDED, Result.APPLIED);
        assertThat(all.get(2).supersededBy()).isEqualTo(4);
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void a_change_that_leaves_things_as_they_are_is_on_record_also_after_a_lost_reference() {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle settle && settle.standing().waitsFor().isEmpty() && w.key().endsWith("/p1")), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, anybody("p1").manager("p2"));
        shop.settled(1);
        accept(first, anybody("p2"));
        await().until(dead::get);
        first.abandon();

        Delivery next = shop.delivery();
        accept(next, anybody("p1").manager("p2").version(2));
        shop.configure(next, shop.config());

        await().untilAsserted(() -> assertThat(shop.distinct()).filteredOn(o -> o.objectId().equals("p1") && o.version() == 2)
                .singleElement().satisfies(o -> assertThat(o.result()).isEqualTo(Result.UNCHANGED)));
    }

    @Test
    void a_change_that_was_replaced_while_it_had_to_read_first_and_was_too_late_is_superseded_on_record() {
        created();
        dieBeforeSending(anybody("p1").version(2).with("displayName", "Lost"));
        AtomicInteger reads = new AtomicInteger();
        shop.proxy.onRequest(e -> e.method().equals("GET") && reads.incrementAndGet() == 2 ? Behaviour.delay(Duration.ofMillis(900)) : Behaviour.pass());
        Delivery next = shop.delivery();
        accept(next, anybody("p1").version(3).with("displayName", "Late"));
        shop.configure(next, shop.config());
        await().until(() -> reads.get() == 2);

        accept(next, anybody("p1").version(4).with("displayName", "Newer"), anybody("p1").version(5).with("displayName", "Newest"));

        List<AccountOutcome> all = shop.settled(5).stream().sorted(Comparator.comparing(AccountOutcome::version)).toList();
        assertThat(all).extracting(AccountOutcome::result)
                .containsExactly(Result.APPLIED, Result.SUPERSEDED, Result.SUPERSEDED, Result.SUPERSEDED, Result.APPLIED);
        assertThat(shop.proxy.effects()).hasSize(2);
    }

    @Test
    void a_change_that_is_replaced_in_the_moment_after_its_failure_was_stored_is_superseded_on_record() {
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Delivery only = shop.delivery(afterSettling(stored, goOn), shop.publisher);
        shop.proxy.onRequest(e -> Behaviour.answer(500));
        shop.configure(only, shop.config());
        accept(only, anybody("p1"));
        await().until(() -> stored.getCount() == 0);
        shop.proxy.onRequest(e -> Behaviour.pass());

        accept(only, anybody("p1").version(2));
        goOn.countDown();

        List<AccountOutcome> all = shop.settled(2).stream().sorted(Comparator.comparing(AccountOutcome::version)).toList();
        assertThat(all).extracting(AccountOutcome::result).containsExactly(Result.SUPERSEDED, Result.APPLIED);
    }

    @Test
    void a_change_that_comes_in_the_moment_after_its_account_began_to_wait_for_a_manager_is_on_record_although_it_changes_nothing() {
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Delivery only = shop.delivery(afterSettling(stored, goOn), shop.publisher);
        shop.configure(only, shop.config());
        accept(only, anybody("p1").manager("boss"));
        await().until(() -> stored.getCount() == 0);

        accept(only, anybody("p1").manager("boss").version(2));
        goOn.countDown();

        assertThat(shop.settled(2)).extracting(AccountOutcome::version).containsExactly(1L, 2L);
        assertThat(actions()).containsExactly(Action.CREATE);
    }

    @Test
    void a_change_that_a_former_owner_parked_after_its_successor_had_looked_is_delivered() {
        Delivery only = shop.delivery();
        shop.configure(only, shop.config());
        accept(only, anybody("p1"));
        shop.settled(1);
        await().until(() -> !shop.table.read(List.of("app/p1")).get("app/p1").isOpen());

        Row row = shop.table.read(List.of("app/p1")).get("app/p1");
        assertThat(shop.table.write(List.of(new RowWrite.NewWish(row.key(), 1, RowWrite.Seen.of(row), anybody("p1").with("displayName", "New").version(2).wish(), Due.PARKED,
                null, Row.Progress.NONE, null, null, row.sync(), List.of())))).isEmpty();

        assertThat(shop.settled(2).getLast().action()).isEqualTo(Action.UPDATE);
    }

    @Test
    void an_owner_that_comes_back_does_not_take_the_claim_of_its_substitute_for_the_one_it_gave_up_itself() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        Delivery back = shop.delivery(instead("write", (table, args) -> {
            List<RowWrite> writes = ((List<?>) args[0]).stream().map(RowWrite.class::cast).toList();
            if (writes.stream().anyMatch(w -> w instanceof RowWrite.Release && w.key().endsWith("/p1"))) {
                released.set(true);
                pass(release);
            }
            return table.write(writes);
        }), shop.publisher);
        AtomicInteger busy = new AtomicInteger();
        shop.proxy.onRequest(e -> {
            busy.incrementAndGet();
            return Behaviour.delay(Duration.ofMillis(1_500));
        });
        shop.configure(back, shop.config());
        accept(back, IntStream.range(100, 116).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));
        await().until(() -> busy.get() >= 16);
        accept(back, anybody("p1"));
        back.revoked(IntStream.range(0, 8).boxed().toList(), 8);
        await().until(released::get);

        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean sent = new AtomicBoolean();
        shop.proxy.onRequest(e -> {
            if (e.method().equals("POST") && e.body().contains("\"p1@")) {
                sent.set(true);
                pass(answer);
            }
            return Behaviour.pass();
        });
        Delivery substitute = shop.delivery();
        shop.configure(substitute, shop.config());
        await().atMost(Duration.ofSeconds(30)).until(sent::get);
        back.assigned(IntStream.range(0, 8).boxed().toList(), 8);
        accept(back, anybody("p1").version(2));
        answer.countDown();
        release.countDown();

        await().atMost(Duration.ofSeconds(30)).until(() -> shop.distinct().stream().anyMatch(o -> o.objectId().equals("p1") && o.version() == 2));
        assertThat(shop.distinct().stream().filter(o -> o.objectId().equals("p1") && o.version() == 1)).extracting(AccountOutcome::result).containsExactly(Result.APPLIED);
    }

    /** A newer desire is not stored before the end of what is under way is, and then its writer dies. */
    private void dieWhileANewerDesireIsStored(Desires underWay, Desires newer, Behaviour answer) {
        AtomicBoolean sent = new AtomicBoolean();
        AtomicBoolean dead = new AtomicBoolean();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Delivery first = shop.delivery(instead("write", (table, args) -> {
            List<RowWrite> writes = ((List<?>) args[0]).stream().map(RowWrite.class::cast).toList();
            if (writes.stream().anyMatch(w -> w instanceof RowWrite.NewWish)) {
                goOn.countDown();
                pass(ended);
                dead.set(true);
            }
            if (dead.get()) {
                throw new IllegalStateException("dead");
            }
            Set<String> refused = table.write(writes);
            if (writes.stream().anyMatch(w -> w instanceof RowWrite.Settle && w.key().endsWith("/p1"))) {
                ended.countDown();
            }
            return refused;
        }), shop.publisher);
        shop.proxy.onRequest(e -> {
            if (e.method().equals("POST") && e.body().contains("p1@") && sent.compareAndSet(false, true)) {
                pass(goOn);
                return answer;
            }
            return Behaviour.pass();
        });
        shop.configure(first, shop.config());
        accept(first, underWay);
        await().until(sent::get);
        accept(first, anybody("boss"));
        await().until(() -> !shop.outcomes("boss").isEmpty());
        assertThatThrownBy(() -> accept(first, newer)).hasMessage("dead");
        first.abandon();
    }

    @Test
    void a_manager_is_written_by_an_operation_of_its_own_also_when_a_newer_desire_was_lost_as_the_create_ended() {
        dieWhileANewerDesireIsStored(anybody("p1").manager("boss"), anybody("p1").manager("boss").version(2), Behaviour.pass());
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());

        shop.settled(3);

        assertThat(shop.distinct().stream().filter(o -> o.objectId().equals("p1"))).extracting(AccountOutcome::action).containsExactly(Action.CREATE, Action.UPDATE);
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void nobody_says_that_a_newer_desire_took_a_changes_place_before_that_desire_is_stored() {
        dieWhileANewerDesireIsStored(anybody("p1"), anybody("p1").version(2), Behaviour.answer(500));
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());

        shop.settled(2);

        assertThat(shop.distinct().stream().filter(o -> o.objectId().equals("p1"))).extracting(AccountOutcome::result).containsExactly(Result.APPLIED);
    }

    /** The first end is stored, and what follows from it waits. */
    private static UnaryOperator<WorkTable> afterSettling(CountDownLatch stored, CountDownLatch goOn) {
        return instead("write", (table, args) -> {
            List<RowWrite> writes = ((List<?>) args[0]).stream().map(RowWrite.class::cast).toList();
            Set<String> answer = table.write(writes);
            if (writes.stream().anyMatch(w -> w instanceof RowWrite.Settle)) {
                stored.countDown();
                pass(goOn);
            }
            return answer;
        });
    }

    @Test
    void a_manager_that_a_lost_create_wrote_is_no_effect_of_a_change_that_follows_a_lost_disable() {
        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle && w.key().endsWith("/p1")), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, anybody("boss"));
        shop.settled(1);
        accept(first, anybody("p1").manager("boss"));
        await().until(dead::get);
        first.abandon();
        AtomicBoolean broken = new AtomicBoolean();
        shop.proxy.onRequest(e -> e.method().equals("PATCH") && broken.compareAndSet(false, true) ? Behaviour.close() : Behaviour.pass());
        Delivery next = shop.delivery();
        accept(next, anybody("p1").manager("boss").state(State.DISABLED).version(2));
        shop.configure(next, shop.config());
        await().until(broken::get);

        accept(next, anybody("p1").manager("boss").version(3));

        await().untilAsserted(() -> assertThat(shop.distinct()).extracting(AccountOutcome::version, AccountOutcome::result).contains(
                org.assertj.core.groups.Tuple.tuple(2L, Result.SUPERSEDED), org.assertj.core.groups.Tuple.tuple(3L, Result.UNCHANGED)));
        assertThat(actions()).containsExactly(Action.CREATE, Action.CREATE);
        assertThat(shop.proxy.effects()).hasSize(2);
    }

    @Test
    void the_first_change_of_an_adopted_account_is_on_record_although_its_writer_died() {
        created();
        int effects = shop.proxy.effects().size();
        shop.table.removeApp(Workshop.APP);

        AtomicBoolean dead = new AtomicBoolean();
        Delivery first = shop.delivery(cut(dead, w -> w instanceof RowWrite.Settle), shop.publisher);
        shop.configure(first, shop.config());
        accept(first, anybody("p1").version(5).with("displayName", "Lost"));
        await().until(dead::get);
        first.abandon();
        Delivery next = shop.delivery();
        shop.configure(next, shop.config());

        assertThat(shop.settled(2).getLast().changes()).extracting(AccountOutcome.Change::after).containsExactly("Lost");
        assertThat(shop.settled(2).getLast().action()).isEqualTo(Action.UPDATE);
        assertThat(shop.proxy.effects()).hasSize(effects + 1);
    }

    @Test
    void a_write_that_the_store_held_up_is_not_sent_into_a_time_of_quiet_that_another_replica_was_told_of() {
        AtomicBoolean heldUp = new AtomicBoolean();
        Delivery first = shop.delivery(table -> (WorkTable) Proxy.newProxyInstance(WorkTable.class.getClassLoader(), new Class<?>[] {WorkTable.class},
                (proxy, method, args) -> {
                    // Only a claim that ran out while the account was looked for is renewed.
                    if (method.getName().equals("write") && args[0] instanceof List<?> writes && !writes.isEmpty()
                            && writes.stream().allMatch(write -> write instanceof RowWrite.Claim claim && claim.seen().intent() != null) && heldUp.compareAndSet(false, true)) {
                        shop.paces.pause(Workshop.APP, System.currentTimeMillis() + 60_000);
                        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(900).toNanos());
                    }
                    try {
                        return method.invoke(table, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }), shop.publisher);
        shop.proxy.onRequest(e -> e.method().equals("GET") ? Behaviour.delay(Duration.ofMillis(900)) : Behaviour.pass());
        shop.configure(first, shop.config());

        accept(first, anybody("p1"));

        await().until(heldUp::get);
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> shop.proxy.journal().stream().noneMatch(call -> call.method().equals("POST")));
    }
}
