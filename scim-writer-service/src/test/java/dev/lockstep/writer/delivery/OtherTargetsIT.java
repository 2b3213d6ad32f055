package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.accept;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.AppConfig.TargetProfile.PatchDialect;
import dev.lockstep.contracts.AppConfig.TargetProfile.Removal;
import dev.lockstep.contracts.AppConfig.TargetProfile.UserUpdate;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.targets.UnboundIdApplication;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The same life of an account on other servers and with other profiles. */
class OtherTargetsIT {
    private static void life(SampleApplication application, TargetProfile profile) {
        try (Workshop shop = new Workshop(application)) {
            Delivery delivery = shop.delivery();
            shop.configure(delivery, shop.config(profile, Provisioning.ON));
            accept(delivery, anybody("p1"), anybody("boss"));
            assertThat(shop.settled(2)).allMatch(o -> o.action() == Action.CREATE && o.result() == Result.APPLIED);

            accept(delivery, anybody("p1").with("displayName", "Other").with("name.givenName", "New")
                    .with("emails[type eq \"work\"].value", "other@example.com").with("phoneNumbers[type eq \"mobile\"].value", "+4712345678")
                    .with("title", "Buyer").manager("boss").version(2));
            AccountOutcome update = shop.settled(3).getLast();
            assertThat(update.failure()).isNull();
            assertThat(update.action()).isEqualTo(Action.UPDATE);
            String account = shop.accounts.users().byName().get("p1@example.com").toString();
            assertThat(account).contains("Other", "New", "other@example.com", "+4712345678", "Buyer", "Sales", String.valueOf(shop.outcomes("boss").getFirst().targetId()));

            accept(delivery, anybody("p1").state(State.DISABLED).version(3));
            assertThat(shop.settled(4).getLast().result()).isEqualTo(Result.APPLIED);
            if (profile.removal() == Removal.DELETE) {
                assertThat(shop.accounts.users().total()).isEqualTo(1);
            } else {
                assertThat(shop.accounts.users().byName().get("p1@example.com").path("active").asBoolean()).isFalse();
            }
        }
    }

    private static TargetProfile profile(UserUpdate update, PatchDialect dialect, Removal removal, boolean filters) {
        return new TargetProfile(update, dialect, false, removal, filters, 1, true, false, 100, false);
    }

    @Test
    void unbound_id_with_standard_patch() {
        life(UnboundIdApplication.start(0, "secret", 0), profile(UserUpdate.PATCH, PatchDialect.RFC7644, Removal.ACTIVE_FALSE, true));
    }

    @Test
    void unbound_id_with_put() {
        life(UnboundIdApplication.start(0, "secret", 0), profile(UserUpdate.PUT, PatchDialect.RFC7644, Removal.ACTIVE_FALSE, true));
    }

    @Test
    void scim_sdk_with_put_and_no_search() {
        life(ScimSdkApplication.start(0, "secret", 0), profile(UserUpdate.PUT, PatchDialect.RFC7644, Removal.ACTIVE_FALSE, false));
    }

    @Test
    void a_target_without_search_that_asks_for_patience_when_it_is_listed_is_waited_for() {
        try (Workshop shop = new Workshop(ScimSdkApplication.start(0, "secret", 0))) {
            Delivery delivery = shop.delivery();
            shop.configure(delivery, shop.config(profile(UserUpdate.PATCH, PatchDialect.RFC7644, Removal.ACTIVE_FALSE, false), Provisioning.ON));
            AtomicInteger lists = new AtomicInteger();
            shop.proxy.onRequest(e -> e.method().equals("GET") && lists.getAndIncrement() == 0
                    ? Behaviour.answer(429, Map.of("Retry-After", "1"), "") : Behaviour.pass());

            accept(delivery, anybody("p1"));

            assertThat(shop.settled(1).getFirst().action()).isEqualTo(Action.CREATE);
            assertThat(lists).hasValueGreaterThan(1);
            assertThat(shop.outcomes()).noneMatch(o -> o.result() == Result.RETRYING);
        }
    }

    @Test
    void a_leaver_who_was_deleted_by_a_call_whose_answer_was_lost_is_on_record() {
        try (Workshop shop = new Workshop(ScimSdkApplication.start(0, "secret", 0))) {
            Delivery delivery = shop.delivery();
            shop.configure(delivery, shop.config(profile(UserUpdate.PATCH, PatchDialect.RFC7644, Removal.DELETE, true), Provisioning.ON));
            accept(delivery, anybody("p1"));
            shop.settled(1);
            AtomicInteger deletes = new AtomicInteger();
            shop.proxy.onRequest(e -> e.method().equals("DELETE") && deletes.getAndIncrement() == 0
                    ? Behaviour.commitThenClose() : Behaviour.pass());

            accept(delivery, anybody("p1").state(State.DISABLED).version(2));

            AccountOutcome outcome = shop.settled(2).getLast();
            assertThat(outcome.result()).isEqualTo(Result.APPLIED);
            assertThat(outcome.action()).isEqualTo(Action.DELETE);
        }
    }

    @Test
    void scim_sdk_where_a_leaver_is_deleted() {
        life(ScimSdkApplication.start(0, "secret", 0), profile(UserUpdate.PATCH, PatchDialect.RFC7644, Removal.DELETE, true));
    }
}
