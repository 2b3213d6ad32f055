package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.APP;
import static dev.lockstep.writer.delivery.Workshop.accept;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.kit.publish.Slots;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.account.RowWrite;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a failing account is attempted: what counts is in its row, so a new owner goes on with it. */
class GivingUpIT {
    private Workshop shop;

    @BeforeEach
    void open() {
        shop = new Workshop(ScimSdkApplication.start(0, "secret", 0));
        shop.proxy.onRequest(e -> Behaviour.answer(500));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    /** Has used up the waits of {@link Workshop#settings}. */
    private Row failingFor(Duration time, String objectId) {
        long now = System.currentTimeMillis();
        String key = APP + "/" + objectId;
        Standing standing = new Standing(State.PENDING, null, null, 0, List.of(), new Failure("transient", "server-error", "It failed.", null),
                now - 1, now - time.toMillis(), 0);
        return new Row(key, APP, objectId, Slots.slot(key), now - time.toMillis(), anybody(objectId).wish(), 1, null, null, null, 0, now,
                standing, new Progress(0, 3, 0, 0, false), Sync.NONE, List.of(), List.of());
    }

    @Test
    void a_new_owner_goes_on_once_a_day_and_gives_up_28_days_after_the_first_failure() {
        shop.table.write(List.of(new RowWrite.Insert(failingFor(Duration.ofDays(20), "young")), new RowWrite.Insert(failingFor(Duration.ofDays(28), "old"))));

        Delivery delivery = shop.delivery(UnaryOperator.identity(), shop.publisher, Workshop.settings(Duration.ofDays(28)));
        shop.configure(delivery, shop.config());

        await().atMost(Duration.ofSeconds(20)).until(() -> shop.outcomes().size() >= 2);
        AccountOutcome young = shop.outcomes("young").getFirst();
        assertThat(young.result()).isEqualTo(Result.RETRYING);
        assertThat(Duration.between(young.timings().finishedAt(), young.failure().nextAttemptAt())).isBetween(Duration.ofHours(19), Duration.ofHours(29));
        assertThat(shop.outcomes("old").getFirst().result()).isEqualTo(Result.GAVE_UP);
        assertThat(shop.table.read(List.of(APP + "/young")).get(APP + "/young").standing().failingSince())
                .isLessThan(System.currentTimeMillis() - Duration.ofDays(20).toMillis() + 60_000);
    }

    @Test
    void an_app_with_its_own_waits_gives_up_after_them() {
        Delivery delivery = shop.delivery(UnaryOperator.identity(), shop.publisher, Workshop.settings(Duration.ofDays(28)));
        shop.configure(delivery, shop.config(new AppConfig.Policies(new AppConfig.Retry(List.of(1), 0), AppConfig.Confirm.ALWAYS, AppConfig.Reconciliation.STANDARD)));

        accept(delivery, anybody("p1"));

        assertThat(shop.settled(1).getFirst().result()).isEqualTo(Result.GAVE_UP);
        assertThat(shop.outcomes("p1")).extracting(AccountOutcome::result).containsExactly(Result.RETRYING, Result.GAVE_UP);
    }
}
