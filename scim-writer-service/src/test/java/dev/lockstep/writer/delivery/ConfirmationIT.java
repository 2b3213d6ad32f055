package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.accept;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.Confirm;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.Exchange;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.writer.Desires;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A removal is reported when reading the account shows it. */
class ConfirmationIT {
    private Workshop shop;
    private Delivery delivery;

    @BeforeEach
    void open() {
        shop = new Workshop(ScimSdkApplication.start(0, "secret", 0));
        delivery = shop.delivery();
        shop.configure(delivery, shop.config());
        accept(delivery, anybody("p1"));
        shop.settled(1);
        shop.proxy.clear();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static Desires leaver() {
        return anybody("p1").state(State.DISABLED).version(2);
    }

    private static boolean reads(Exchange e) {
        return e.method().equals("GET") && !e.path().contains("filter");
    }

    /** The first readings are answered like this. */
    private void reading(int times, Behaviour behaviour) {
        AtomicInteger reads = new AtomicInteger();
        shop.proxy.onRequest(e -> reads(e) && reads.getAndIncrement() < times ? behaviour : Behaviour.pass());
    }

    private static Behaviour shows(String account) {
        return Behaviour.answer(200, Map.of("Content-Type", "application/scim+json"), account);
    }

    private boolean isActive() {
        return shop.accounts.users().byName().get("p1@example.com").path("active").asBoolean();
    }

    private AccountOutcome disabled() {
        AccountOutcome outcome = shop.settled(2).getLast();
        assertThat(outcome.result()).isEqualTo(Result.APPLIED);
        assertThat(outcome.action()).isEqualTo(Action.DISABLE);
        assertThat(outcome.changes()).extracting(Change::attribute).containsExactly("active");
        assertThat(isActive()).isFalse();
        return outcome;
    }

    private static List<String> confirm(AccountOutcome outcome) {
        return outcome.steps().stream().filter(s -> s.name().equals("confirm")).map(Step::status).toList();
    }

    @Test
    void a_disabled_account_is_read_back_before_the_outcome_is_reported() {
        accept(delivery, leaver());

        assertThat(confirm(disabled())).containsExactly("success");
        assertThat(shop.calls()).isEqualTo(Map.of("PATCH", 1, "GET", 1));
    }

    @Test
    void a_target_that_says_done_and_does_nothing_is_not_believed() {
        AtomicInteger patches = new AtomicInteger();
        shop.proxy.onRequest(e -> e.method().equals("PATCH") && patches.getAndIncrement() == 0 ? Behaviour.answer(204) : Behaviour.pass());

        accept(delivery, leaver());

        assertThat(confirm(disabled())).containsExactly("success");
        AccountOutcome first = shop.outcomes("p1").get(1);
        assertThat(first.result()).isEqualTo(Result.RETRYING);
        assertThat(first.failure().code()).isEqualTo("effect-not-confirmed");
        assertThat(patches).hasValue(2);
    }

    @Test
    void a_target_whose_reads_lag_is_read_again_and_not_written_again() {
        reading(1, shows("{\"id\":\"x\",\"userName\":\"p1@example.com\",\"active\":true}"));

        accept(delivery, leaver());

        assertThat(confirm(disabled())).containsExactly("success");
        assertThat(shop.calls()).isEqualTo(Map.of("PATCH", 1, "GET", 2));
    }

    @Test
    void a_reading_that_fails_leaves_the_removal_unconfirmed_until_one_succeeds() {
        reading(2, Behaviour.answer(500));

        accept(delivery, leaver());

        assertThat(confirm(disabled())).containsExactly("success");
        assertThat(shop.outcomes("p1")).extracting(AccountOutcome::result)
                .containsExactly(Result.APPLIED, Result.RETRYING, Result.RETRYING, Result.APPLIED);
        assertThat(shop.calls().get("PATCH")).isEqualTo(1);
    }

    @Test
    void a_busy_target_is_read_when_its_patience_is_back() {
        reading(1, Behaviour.answer(429, Map.of("Retry-After", "1"), ""));

        accept(delivery, leaver());

        assertThat(confirm(disabled())).containsExactly("success");
        assertThat(shop.calls()).isEqualTo(Map.of("PATCH", 1, "GET", 2));
    }

    @Test
    void a_target_that_lets_nobody_read_is_on_record_as_unconfirmed() {
        reading(100, Behaviour.answer(501));

        accept(delivery, leaver());

        assertThat(confirm(disabled())).containsExactly("skipped");
    }

    @Test
    void a_deleted_account_is_confirmed_by_its_absence() {
        accept(delivery, anybody("p1").state(State.DELETED).version(2));

        AccountOutcome outcome = shop.settled(2).getLast();
        assertThat(outcome.action()).isEqualTo(Action.DELETE);
        assertThat(confirm(outcome)).containsExactly("success");
        assertThat(shop.calls()).isEqualTo(Map.of("DELETE", 1, "GET", 1));
    }

    @Test
    void a_delete_that_could_not_be_confirmed_is_one_effect_on_record() {
        reading(1, Behaviour.answer(500));

        accept(delivery, anybody("p1").state(State.DELETED).version(2));

        AccountOutcome outcome = shop.settled(2).getLast();
        assertThat(outcome.result()).isEqualTo(Result.APPLIED);
        assertThat(outcome.action()).isEqualTo(Action.DELETE);
        assertThat(shop.accounts.users().total()).isZero();
    }

    @Test
    void a_target_that_keeps_deleted_accounts_switched_off_is_confirmed() {
        reading(1, shows("{\"id\":\"x\",\"userName\":\"p1@example.com\",\"active\":false}"));

        accept(delivery, anybody("p1").state(State.DELETED).version(2));

        assertThat(confirm(shop.settled(2).getLast())).containsExactly("success");
    }

    @Test
    void an_app_may_do_without() {
        shop.configure(delivery, shop.config(new AppConfig.Policies(null, Confirm.NEVER, AppConfig.Reconciliation.STANDARD)));

        accept(delivery, leaver());

        assertThat(confirm(disabled())).isEmpty();
        assertThat(shop.calls()).isEqualTo(Map.of("PATCH", 1));
    }

    @Test
    void a_writer_that_dies_between_the_write_and_its_confirmation_leaves_one_effect_on_record() {
        AtomicInteger reads = new AtomicInteger();
        shop.proxy.onRequest(e -> {
            if (reads(e) && reads.getAndIncrement() == 0) {
                delivery.abandon();
                return Behaviour.close();
            }
            return Behaviour.pass();
        });
        accept(delivery, leaver());

        org.awaitility.Awaitility.await().until(() -> reads.get() == 1);
        shop.configure(shop.delivery(), shop.config());

        assertThat(confirm(disabled())).containsExactly("success");
        assertThat(shop.calls().get("PATCH")).isEqualTo(1);
    }
}
