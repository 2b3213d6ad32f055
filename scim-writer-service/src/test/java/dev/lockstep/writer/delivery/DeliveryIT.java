package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.APP;
import static dev.lockstep.writer.delivery.Workshop.accept;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Lane;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.Effect;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.account.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts on a SCIM server that others wrote, through a proxy that can lose answers. */
class DeliveryIT {
    private Workshop shop;
    private Delivery delivery;

    @BeforeEach
    void open() {
        shop = new Workshop(ScimSdkApplication.start(0, "secret", 0));
        delivery = shop.delivery();
        shop.configure(delivery, shop.config());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private Row row(String objectId) {
        return shop.table.read(List.of(APP + "/" + objectId)).get(APP + "/" + objectId);
    }

    @Test
    void an_account_is_created_updated_disabled_enabled_and_deleted_with_one_call_each_and_removals_are_read_back() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        shop.proxy.clear();

        accept(delivery, anybody("p1").with("displayName", "Other").version(2));
        shop.settled(2);
        accept(delivery, anybody("p1").state(State.DISABLED).version(3));
        shop.settled(3);
        assertThat(shop.accounts.users().byName().get("p1@example.com").path("active").asBoolean()).isFalse();
        accept(delivery, anybody("p1").with("displayName", "Other").version(4));
        shop.settled(4);
        assertThat(shop.accounts.users().byName().get("p1@example.com").path("active").asBoolean()).isTrue();
        accept(delivery, anybody("p1").state(State.DELETED).version(5));

        assertThat(shop.settled(5)).extracting(AccountOutcome::action)
                .containsExactly(Action.CREATE, Action.UPDATE, Action.DISABLE, Action.ENABLE, Action.DELETE);
        assertThat(shop.calls()).isEqualTo(Map.of("PATCH", 3, "DELETE", 1, "GET", 2));
        assertThat(shop.accounts.users().total()).isZero();
        await().untilAsserted(() -> assertThat(row("p1").wish()).isNull());
    }

    @Test
    void a_leaver_overtakes_a_queue_that_has_no_room_left() {
        accept(delivery, anybody("leaver"));
        shop.settled(1);
        AppConfig usual = shop.config();
        shop.configure(delivery, new AppConfig(usual.app(), usual.name(), usual.template(), usual.configVersion(), usual.tenantUrl(), usual.credentials(), usual.profile(),
                new AppConfig.Limits(2, 20), usual.provisioning(), usual.onPurge(), usual.notifications(), usual.removalThreshold(), usual.policies()));
        for (int batch = 0; batch < 5; batch++) {
            int first = batch * 500;
            accept(delivery, IntStream.range(first, first + 500).mapToObj(i -> anybody("p" + i)).toArray(Desires[]::new));
        }
        accept(delivery, anybody("leaver").state(State.DISABLED).version(2));

        await().atMost(Duration.ofSeconds(30)).until(() -> shop.outcomes("leaver").size() >= 2);
        assertThat(shop.outcomes("leaver").getLast().action()).isEqualTo(Action.DISABLE);
        assertThat(shop.distinct()).hasSizeLessThan(500);
    }

    @Test
    void a_desire_that_is_already_met_costs_no_call() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        shop.proxy.clear();

        accept(delivery, anybody("p1").version(2));

        assertThat(shop.settled(2).getLast().result()).isEqualTo(Result.UNCHANGED);
        assertThat(shop.calls()).isEmpty();
    }

    @Test
    void asked_again_by_a_person_the_account_is_read_and_drift_is_repaired() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        String id = shop.outcomes().getFirst().targetId();
        shop.accounts.user(String.valueOf(id));
        delivery.forgetLinks(APP);

        accept(delivery, anybody("p1").request("r1").version(2));

        AccountOutcome outcome = shop.settled(2).getLast();
        assertThat(outcome.result()).isEqualTo(Result.UNCHANGED);
        assertThat(outcome.targetId()).isEqualTo(id);
        await().untilAsserted(() -> assertThat(shop.asked.find(APP, "r1").orElseThrow().outcome()).isNotNull());
    }

    @Test
    void a_create_whose_answer_is_lost_leaves_one_account_and_one_effect() {
        AtomicInteger posts = new AtomicInteger();
        shop.proxy.onRequest(e -> e.method().equals("POST") && posts.getAndIncrement() == 0 ? Behaviour.commitThenClose() : Behaviour.pass());

        accept(delivery, anybody("p1"));

        AccountOutcome outcome = shop.settled(1).getFirst();
        assertThat(outcome.action()).isEqualTo(Action.CREATE);
        assertThat(outcome.result()).isEqualTo(Result.APPLIED);
        assertThat(posts).hasValue(1);
        assertThat(shop.accounts.users().total()).isEqualTo(1);
        assertThat(shop.outcomes("p1")).extracting(AccountOutcome::result).containsExactly(Result.RETRYING, Result.APPLIED);
    }

    @Test
    void a_create_that_failed_before_it_reached_the_target_is_sent_again_only_after_two_clean_look_ups() {
        AtomicInteger posts = new AtomicInteger();
        shop.proxy.onRequest(e -> e.method().equals("POST") && posts.getAndIncrement() == 0 ? Behaviour.close() : Behaviour.pass());

        accept(delivery, anybody("p1"));

        assertThat(shop.settled(1).getFirst().action()).isEqualTo(Action.CREATE);
        assertThat(posts).hasValue(2);
        assertThat(shop.proxy.journal().stream().filter(e -> e.method().equals("POST")).map(e -> e.idempotencyKey()).distinct()).hasSize(1);
        assertThat(shop.proxy.effects()).hasSize(1);
        // Before the first create and at least twice after it; each look-up asks by external id and by user name.
        assertThat(shop.calls().get("GET")).isGreaterThanOrEqualTo(6);
    }

    @Test
    void an_update_whose_answer_is_lost_is_read_before_anything_is_written_again() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        AtomicInteger patches = new AtomicInteger();
        shop.proxy.onRequest(e -> e.method().equals("PATCH") && patches.getAndIncrement() == 0 ? Behaviour.commitThenAnswer(500) : Behaviour.pass());

        accept(delivery, anybody("p1").with("displayName", "Other").version(2));

        AccountOutcome outcome = shop.settled(2).getLast();
        assertThat(outcome.result()).isEqualTo(Result.APPLIED);
        assertThat(outcome.action()).isEqualTo(Action.UPDATE);
        assertThat(outcome.changes()).extracting(AccountOutcome.Change::attribute).containsExactly("displayName");
        assertThat(patches).hasValue(1);
    }

    @Test
    void a_lost_update_and_a_reference_that_can_be_written_by_then_are_two_operations() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        AtomicInteger patches = new AtomicInteger();
        shop.proxy.onRequest(e -> {
            if (e.method().equals("PATCH") && patches.getAndIncrement() == 0) {
                accept(delivery, anybody("boss"));
                return Behaviour.commitThenClose();
            }
            // Nobody reads the account again before the manager has one.
            return e.method().equals("GET") && patches.get() == 1 && shop.outcomes("boss").isEmpty() && !e.path().contains("boss")
                    ? Behaviour.answer(500) : Behaviour.pass();
        });

        accept(delivery, anybody("p1").with("displayName", "Lost").manager("boss").version(2));

        await().atMost(Duration.ofSeconds(30)).until(() -> shop.proxy.effects().size() == 4);
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.distinct().stream().filter(o -> o.result() == Result.APPLIED).count() == 4);
        assertThat(shop.distinct().stream().filter(o -> o.objectId().equals("p1") && o.action() == Action.UPDATE)
                .map(o -> o.changes().stream().map(c -> c.attribute().contains("manager") ? "manager" : c.attribute()).toList()))
                .containsExactly(List.of("displayName"), List.of("manager"));
    }

    @Test
    void an_update_whose_answer_is_lost_is_on_record_before_the_newer_one_that_came_meanwhile() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        AtomicInteger patches = new AtomicInteger();
        shop.proxy.onRequest(e -> {
            if (e.method().equals("PATCH") && patches.getAndIncrement() == 0) {
                accept(delivery, anybody("p1").with("displayName", "Newer").version(3));
                return Behaviour.commitThenClose();
            }
            return Behaviour.pass();
        });

        accept(delivery, anybody("p1").with("displayName", "Lost").version(2));

        assertThat(shop.settled(3)).extracting(AccountOutcome::version).containsExactly(1L, 2L, 3L);
        assertThat(shop.distinct()).extracting(AccountOutcome::result).containsOnly(Result.APPLIED);
        assertThat(shop.proxy.effects()).hasSize(3);
    }

    @Test
    void a_busy_target_pauses_the_whole_app_as_long_as_it_asks() {
        AtomicInteger answers = new AtomicInteger();
        shop.proxy.onRequest(e -> answers.getAndIncrement() == 0 ? Behaviour.answer(503, Map.of("Retry-After", "2"), "") : Behaviour.pass());
        long start = System.nanoTime();
        accept(delivery, anybody("p1"));
        await().until(() -> answers.get() == 1);

        accept(delivery, IntStream.range(2, 12).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));
        shop.settled(11);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(shop.distinct()).allMatch(o -> o.action() == Action.CREATE).hasSize(11);
        assertThat(shop.outcomes()).noneMatch(o -> o.result() == Result.RETRYING);
    }

    @Test
    void a_target_that_is_listed_and_asks_for_patience_gets_no_call_for_as_long_as_it_asks() {
        shop.configure(delivery, shop.config(Desires.profile(1, true), Provisioning.ON));
        Queue<Long> calls = new ConcurrentLinkedQueue<>();
        shop.proxy.onRequest(e -> {
            calls.add(System.nanoTime());
            return calls.size() == 1 ? Behaviour.answer(429, Map.of("Retry-After", "2"), "") : Behaviour.pass();
        });

        accept(delivery, IntStream.range(0, 60).mapToObj(n -> anybody("p" + n).lane(Lane.BULK)).toArray(Desires[]::new));
        shop.settled(60);

        List<Long> moments = List.copyOf(calls);
        assertThat(shop.proxy.journal().getFirst().path()).contains("startIndex");
        assertThat(Duration.ofNanos(moments.get(1) - moments.getFirst())).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(shop.outcomes()).noneMatch(o -> o.result() == Result.RETRYING);
    }

    @Test
    void a_target_that_asks_for_patience_while_the_store_is_away_gets_no_call_for_as_long_as_it_asks() {
        Queue<Long> calls = new ConcurrentLinkedQueue<>();
        shop.proxy.onRequest(e -> {
            calls.add(System.nanoTime());
            shop.paces.away = calls.size() == 1;
            return calls.size() == 1 ? Behaviour.answer(429, Map.of("Retry-After", "3"), "") : Behaviour.pass();
        });
        accept(delivery, anybody("p1"));
        await().until(() -> shop.paces.refused.get() >= 3);
        shop.paces.away = false;
        accept(delivery, IntStream.range(2, 5).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));
        shop.settled(4);

        List<Long> moments = List.copyOf(calls);
        assertThat(Duration.ofNanos(moments.get(1) - moments.getFirst())).isGreaterThan(Duration.ofMillis(2_900));
        assertThat(shop.paces.of(List.of(APP)).get(APP).pausedUntil()).isPositive();
        assertThat(shop.paces.of(List.of(APP)).get(APP).rate()).isPositive();
    }

    @Test
    void a_target_that_answers_a_probe_with_the_wish_for_patience_gets_no_call_for_as_long_as_it_asks() {
        shop.proxy.onRequest(e -> Behaviour.answer(500));
        accept(delivery, IntStream.range(0, 100).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));
        await().until(() -> delivery.condition(APP).orElseThrow().closed() != null);
        Queue<Long> probes = new ConcurrentLinkedQueue<>();
        shop.proxy.onRequest(e -> {
            if (!e.path().contains("lockstep-probe")) {
                return Behaviour.answer(500);
            }
            probes.add(System.nanoTime());
            return probes.size() == 1 ? Behaviour.answer(429, Map.of("Retry-After", "3"), "") : Behaviour.answer(500);
        });
        await().until(() -> probes.size() >= 2);
        shop.proxy.onRequest(e -> Behaviour.pass());

        List<Long> moments = List.copyOf(probes);
        assertThat(Duration.ofNanos(moments.get(1) - moments.getFirst())).isGreaterThan(Duration.ofMillis(2_900));
        assertThat(shop.settled(100)).allMatch(o -> o.action() == Action.CREATE);
    }

    @Test
    void refused_credentials_put_the_app_into_quarantine_until_they_work_and_nobody_counts_as_failed() {
        shop.configure(delivery, shop.config("wrong"));

        accept(delivery, IntStream.range(0, 20).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));

        await().untilAsserted(() -> assertThat(shop.publisher.messages(Activity.class)).hasSize(1));
        assertThat(delivery.condition(APP).orElseThrow().quarantine()).isNotNull();
        assertThat(shop.outcomes()).isEmpty();

        shop.configure(delivery, shop.config("secret"));

        assertThat(shop.settled(20)).allMatch(o -> o.action() == Action.CREATE);
        await().untilAsserted(() -> assertThat(shop.publisher.messages(Activity.class)).extracting(Activity::status).containsExactly("failure", "success"));
        assertThat(shop.kept.all()).isEmpty();
    }

    @Test
    void an_outage_stops_the_calls_and_all_accounts_follow_when_it_is_over() {
        AtomicInteger calls = new AtomicInteger();
        shop.proxy.onRequest(e -> {
            calls.incrementAndGet();
            return Behaviour.answer(500);
        });
        accept(delivery, IntStream.range(0, 100).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));
        await().until(() -> delivery.condition(APP).orElseThrow().closed() != null);
        assertThat(calls.get()).isLessThan(90);

        shop.proxy.onRequest(e -> Behaviour.pass());

        assertThat(shop.settled(100)).allMatch(o -> o.action() == Action.CREATE);
        assertThat(shop.accounts.users().total()).isEqualTo(100);
    }

    @Test
    void an_app_where_every_account_is_refused_goes_into_quarantine_and_leaves_the_rest_alone_until_it_is_better() {
        shop.proxy.onRequest(e -> e.method().equals("POST") ? Behaviour.answer(400, Map.of(), "{\"scimType\":\"invalidValue\",\"status\":\"400\"}") : Behaviour.pass());

        accept(delivery, IntStream.range(0, 120).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));

        await().atMost(Duration.ofSeconds(30)).until(() -> delivery.condition(Workshop.APP).map(Delivery.Condition::quarantine)
                .filter(q -> q.code() == ErrorCode.TOO_MANY_FAILURES).isPresent());
        long refused = shop.distinct().stream().filter(o -> o.result() == Result.REFUSED).count();
        assertThat(refused).isBetween(50L, 119L);
        shop.proxy.onRequest(e -> Behaviour.pass());

        await().atMost(Duration.ofSeconds(30)).until(() -> shop.distinct().stream().filter(o -> o.action() == Action.CREATE).count() > 0
                && shop.table.backlog(Workshop.APP).waiting() == 0);
        assertThat(shop.distinct()).hasSize(120);
    }

    @Test
    void an_outage_that_lasts_becomes_a_quarantine_that_ends_by_itself() {
        shop.proxy.onRequest(e -> Behaviour.answer(500));
        accept(delivery, IntStream.range(0, 30).mapToObj(n -> anybody("p" + n)).toArray(Desires[]::new));

        await().atMost(Duration.ofSeconds(40)).until(() -> delivery.condition(Workshop.APP).map(Delivery.Condition::quarantine)
                .filter(q -> q.code() == ErrorCode.TARGET_DOWN).isPresent());
        shop.proxy.onRequest(e -> Behaviour.pass());

        shop.settled(30);
        assertThat(shop.accounts.users().total()).isEqualTo(30);
    }

    private static dev.lockstep.contracts.DesiredAccount.Conditions only(dev.lockstep.contracts.DesiredAccount.Operation... operations) {
        return new dev.lockstep.contracts.DesiredAccount.Conditions(java.util.Set.of(operations), java.util.Set.of(), java.util.Set.of());
    }

    @Test
    void what_the_schemas_flow_types_leave_out_is_not_done_and_says_so() {
        var add = dev.lockstep.contracts.DesiredAccount.Operation.ADD;
        var update = dev.lockstep.contracts.DesiredAccount.Operation.UPDATE;
        accept(delivery, anybody("p1").conditions(only(update)), anybody("p2").conditions(only(add)));
        shop.settled(2);
        accept(delivery, anybody("p2").version(2).with("displayName", "Other").conditions(only(add)));
        shop.settled(3);
        accept(delivery, anybody("p2").version(3).state(State.DELETED).conditions(only(add, update)));
        shop.settled(4);

        assertThat(shop.outcomes("p1")).extracting(o -> o.result() + " " + o.action()).containsExactly("SKIPPED NONE");
        assertThat(shop.outcomes("p2")).extracting(o -> o.result() + " " + o.action()).containsExactly("APPLIED CREATE", "SKIPPED NONE", "SKIPPED NONE");
        assertThat(shop.outcomes("p2").getLast().steps().getLast().detail()).contains("flow types");
        assertThat(shop.proxy.effects()).hasSize(1);
    }

    @Test
    void an_account_that_is_left_alone_when_its_person_goes_out_of_scope_is_not_touched_and_the_record_says_so() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        accept(delivery, anybody("p1").version(2).state(State.DISABLED).conditions(only()));
        shop.settled(2);

        assertThat(shop.outcomes("p1").getLast()).satisfies(outcome -> {
            assertThat(outcome.result() + " " + outcome.action()).isEqualTo("SKIPPED NONE");
            assertThat(outcome.steps().getLast().detail()).contains("left alone");
        });
        assertThat(shop.proxy.effects()).hasSize(1);
    }

    @Test
    void what_goes_along_with_every_write_is_sent_and_what_is_hidden_shows_nowhere() {
        var conditions = new dev.lockstep.contracts.DesiredAccount.Conditions(java.util.Set.of(dev.lockstep.contracts.DesiredAccount.Operation.values()),
                java.util.Set.of("name.givenName"), java.util.Set.of("displayName"));
        accept(delivery, anybody("p1").conditions(conditions));
        shop.settled(1);
        accept(delivery, anybody("p1").version(2).with("displayName", "Secret").conditions(conditions));

        AccountOutcome outcome = shop.settled(2).getLast();
        assertThat(outcome.changes()).containsExactly(new AccountOutcome.Change("displayName", "[Redact]", "[Redact]"));
        assertThat(shop.proxy.journal().getLast().body()).contains("Secret", "givenName");
    }

    @Test
    void two_accounts_for_one_matching_value_are_a_conflict_and_so_is_an_account_of_somebody_else() {
        accept(delivery, anybody("p1"));
        shop.settled(1);

        accept(delivery, anybody("p2").with("userName", "p1@example.com"));

        AccountOutcome outcome = shop.settled(2).getLast();
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        assertThat(outcome.failure().code()).isEqualTo("linked-elsewhere");
        assertThat(shop.accounts.users().total()).isEqualTo(1);
    }

    @Test
    void a_manager_who_comes_later_is_written_in_a_second_step() {
        accept(delivery, anybody("p1").manager("boss"));
        assertThat(shop.settled(1).getFirst().action()).isEqualTo(Action.CREATE);
        await().untilAsserted(() -> assertThat(row("p1").standing().state()).isEqualTo(Row.State.WAITING_FOR_REFERENCE));

        accept(delivery, anybody("boss"));

        assertThat(shop.settled(3)).extracting(AccountOutcome::action).containsExactly(Action.CREATE, Action.CREATE, Action.UPDATE);
        String boss = shop.outcomes("boss").getFirst().targetId();
        assertThat(shop.accounts.users().byName().get("p1@example.com").toString()).contains("\"manager\":{\"value\":\"" + boss);
        assertThat(row("p1").standing().state()).isEqualTo(Row.State.ACTIVE);
    }

    @Test
    void what_waits_while_the_app_is_off_is_replaced_by_what_is_newer_and_each_version_has_one_end() {
        shop.configure(delivery, shop.config(Desires.profile(1, false), Provisioning.OFF));
        accept(delivery, anybody("p1"), anybody("p1").with("displayName", "B").version(2));
        accept(delivery, anybody("p1").with("displayName", "C").version(3));
        accept(delivery, anybody("p2").request("now").version(1));
        await().untilAsserted(() -> assertThat(shop.outcomes("p2")).extracting(AccountOutcome::result).contains(Result.APPLIED));
        assertThat(shop.accounts.users().total()).isEqualTo(1);

        shop.configure(delivery, shop.config());

        shop.settled(4);
        assertThat(shop.distinct()).filteredOn(o -> o.objectId().equals("p1"))
                .extracting(AccountOutcome::version, AccountOutcome::result, AccountOutcome::supersededBy).containsExactly(
                org.assertj.core.groups.Tuple.tuple(1L, Result.SUPERSEDED, 2L), org.assertj.core.groups.Tuple.tuple(2L, Result.SUPERSEDED, 3L),
                org.assertj.core.groups.Tuple.tuple(3L, Result.APPLIED, null));
    }

    @Test
    void a_storm_of_changes_of_one_person_ends_in_the_newest_and_every_version_has_one_end() {
        shop.proxy.onRequest(e -> Behaviour.delay(Duration.ofMillis(60)));
        for (int n = 1; n <= 40; n++) {
            accept(delivery, anybody("p1").with("displayName", "Name " + n).version(n));
        }

        List<AccountOutcome> ends = shop.settled(40);

        assertThat(ends).extracting(AccountOutcome::version).doesNotHaveDuplicates().hasSize(40);
        assertThat(shop.accounts.users().byName().get("p1@example.com").path("displayName").asString()).isEqualTo("Name 40");
        assertThat(shop.proxy.effects().size()).isLessThan(20);
        assertThat(shop.proxy.effects()).filteredOn(e -> e.kind() == Effect.Kind.CREATE).hasSize(1);
    }

    @Test
    void a_leaver_without_an_account_and_an_inactive_joiner_cost_no_write() {
        accept(delivery, anybody("gone").state(State.DISABLED), anybody("purged").state(State.DELETED), anybody("inactive").with("active", "False"));

        assertThat(shop.settled(3)).allMatch(o -> o.result() == Result.SKIPPED);
        assertThat(shop.proxy.effects()).isEmpty();
    }

    @Test
    void a_bulk_load_lists_the_target_once_and_adopts_who_is_there() {
        shop.configure(delivery, shop.config(Desires.profile(1, true), Provisioning.ON));
        accept(delivery, IntStream.range(0, 5).mapToObj(n -> anybody("p" + n).lane(Lane.BULK)).toArray(Desires[]::new));
        shop.settled(5);
        delivery.forgetLinks(APP);
        shop.proxy.clear();

        accept(delivery, IntStream.range(0, 150).mapToObj(n -> anybody("p" + n).version(2).sync("s1")).toArray(Desires[]::new));

        shop.settled(155);
        assertThat(shop.accounts.users().total()).isEqualTo(150);
        assertThat(shop.calls().get("POST")).isEqualTo(145);
        assertThat(shop.calls().get("GET")).isLessThan(10);
        assertThat(shop.table.syncCount(APP, "s1").settled()).isEqualTo(150);
    }

    @Test
    void an_account_that_vanished_from_the_target_is_made_again() {
        accept(delivery, anybody("p1"));
        String id = String.valueOf(shop.settled(1).getFirst().targetId());
        accept(delivery, anybody("p1").state(State.DELETED).version(2));
        shop.settled(2);
        assertThat(shop.accounts.users().total()).isZero();

        accept(delivery, anybody("p1").version(3));

        AccountOutcome again = shop.settled(3).getLast();
        assertThat(again.action()).isEqualTo(Action.CREATE);
        assertThat(again.targetId()).isNotEqualTo(id);
    }

    @Test
    void an_app_that_is_removed_leaves_its_accounts_alone() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        shop.proxy.clear();

        delivery.removed(APP);

        assertThat(row("p1")).isNull();
        assertThat(shop.calls()).isEmpty();
        assertThat(shop.accounts.users().total()).isEqualTo(1);
    }

    @Test
    void a_dry_run_says_what_would_happen_and_only_reads() {
        accept(delivery, anybody("p1"));
        shop.settled(1);
        shop.proxy.clear();

        assertThat(delivery.dryRun(anybody("p2").desired()).action()).isEqualTo("create");
        assertThat(delivery.dryRun(anybody("p1").with("displayName", "X").desired()).changes()).extracting(AccountOutcome.Change::attribute).containsExactly("displayName");
        assertThat(delivery.dryRun(anybody("p1").desired()).action()).isEqualTo("none");

        assertThat(shop.calls().keySet()).containsExactly("GET");
    }

    @Test
    void an_app_that_is_removed_leaves_nothing_and_one_made_again_under_its_id_meets_no_old_pause() {
        AtomicInteger answers = new AtomicInteger();
        shop.proxy.onRequest(e -> answers.getAndIncrement() == 0 ? Behaviour.answer(429, Map.of("Retry-After", "86400"), "") : Behaviour.pass());
        accept(delivery, anybody("p1"));
        await().until(() -> shop.paces.of(List.of(APP)).containsKey(APP));
        assertThat(shop.paces.of(List.of(APP)).get(APP).pausedUntil()).isLessThan(System.currentTimeMillis() + Duration.ofHours(1).toMillis() + 1);
        shop.removals.note(APP, "op-1", System.currentTimeMillis());
        shop.kept.enter(APP, new Quarantines.Quarantine(ErrorCode.CREDENTIALS, 1));

        delivery.removed(APP);

        assertThat(shop.paces.of(List.of(APP))).isEmpty();
        assertThat(shop.removalIds()).isEmpty();
        assertThat(shop.kept.all()).isEmpty();
        assertThat(row("p1")).isNull();
        shop.configure(delivery, shop.config());
        accept(delivery, anybody("p2"));
        assertThat(shop.settled(1).getFirst().objectId()).isEqualTo("p2");
    }
}
