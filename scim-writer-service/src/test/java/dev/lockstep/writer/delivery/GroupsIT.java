package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.APP;
import static dev.lockstep.writer.delivery.Workshop.accept;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.Exchange;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Groups and their members on a SCIM server that others wrote. */
class GroupsIT {
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

    private static DesiredAccount group(State state, long version, String name) {
        return Desires.group(APP, "g1", state, version, name);
    }

    private static DesiredAccount member(String who, State state, long version) {
        return Desires.membership(APP, "g1", who, state, version);
    }

    private void want(DesiredAccount... desires) {
        delivery.accept(Arrays.stream(desires).map(Desires::wish).toList());
    }

    private Row row(String objectId) {
        return shop.table.read(List.of(APP + "/" + objectId)).get(APP + "/" + objectId);
    }

    private AccountOutcome outcome(String objectId, long version) {
        await().atMost(Duration.ofSeconds(20)).until(() -> shop.distinct().stream().anyMatch(o -> o.objectId().equals(objectId) && o.version() == version));
        return shop.distinct().stream().filter(o -> o.objectId().equals(objectId) && o.version() == version).toList().getLast();
    }

    private JsonNode inTarget(String name) {
        return shop.accounts.groups().byName().get(name);
    }

    private Set<String> members(String name) {
        Set<String> members = new TreeSet<>();
        inTarget(name).path("members").forEach(member -> members.add(member.path("value").asString()));
        return members;
    }

    private String id(String objectId) {
        return row(objectId).standing().targetId();
    }

    private List<Exchange> patches() {
        return shop.proxy.journal().stream().filter(e -> e.method().equals("PATCH") && e.path().contains("/Groups/")).toList();
    }

    private void inPlace(String... people) {
        want(group(State.PRESENT, 1, "Sales"));
        accept(delivery, Arrays.stream(people).map(Workshop::anybody).toArray(Desires[]::new));
        shop.settled(1 + people.length);
        shop.proxy.clear();
    }

    @Test
    void a_group_is_created_renamed_and_deleted_and_its_members_are_not_touched() {
        inPlace("p1");
        want(member("p1", State.PRESENT, 1));
        outcome("g1/p1", 1);
        want(group(State.PRESENT, 2, "Sales and Marketing"));
        assertThat(outcome("g1", 2).action()).isEqualTo(Action.UPDATE);
        assertThat(members("Sales and Marketing")).containsExactly(id("p1"));
        want(group(State.PRESENT, 3, "Sales and Marketing"));
        assertThat(outcome("g1", 3).result()).isEqualTo(Result.UNCHANGED);

        want(group(State.DELETED, 4, "Sales and Marketing"), member("p1", State.DELETED, 2));

        assertThat(outcome("g1", 4)).satisfies(o -> {
            assertThat(o.action()).isEqualTo(Action.DELETE);
            assertThat(o.objectType()).isEqualTo(ObjectType.GROUP);
        });
        assertThat(outcome("g1/p1", 2).result()).isIn(Result.SKIPPED, Result.APPLIED);
        assertThat(shop.accounts.groups().total()).isZero();
        await().untilAsserted(() -> assertThat(row("g1").wish()).isNull());
        await().untilAsserted(() -> assertThat(row("g1/p1").wish()).isNull());
        assertThat(shop.proxy.journal()).noneMatch(e -> e.method().equals("PUT") || e.body().contains("active"));
    }

    @Test
    void with_a_profile_of_whole_updates_a_group_is_patched_all_the_same() {
        TargetProfile usual = Desires.profile(1, false);
        shop.configure(delivery, shop.config(new TargetProfile(TargetProfile.UserUpdate.PUT, usual.patchDialect(), false, usual.removal(), true, 1, true, false, 100, false),
                AppConfig.Provisioning.ON));
        inPlace("p1");
        want(member("p1", State.PRESENT, 1));
        outcome("g1/p1", 1);

        want(group(State.PRESENT, 2, "Renamed"));

        assertThat(outcome("g1", 2).action()).isEqualTo(Action.UPDATE);
        assertThat(members("Renamed")).containsExactly(id("p1"));
    }

    @Test
    void a_group_that_is_there_already_is_found_by_its_name() {
        want(Desires.group(APP, "other", State.PRESENT, 1, "Sales"));
        String there = outcome("other", 1).targetId();
        delivery.removed(APP);
        shop.configure(delivery, shop.config());

        want(group(State.PRESENT, 1, "Sales"));

        assertThat(outcome("g1", 1).targetId()).isEqualTo(there);
        assertThat(shop.accounts.groups().total()).isEqualTo(1);
        assertThat(inTarget("Sales").path("externalId").asString()).isEqualTo("g1");
    }

    @Test
    void a_thousand_members_arrive_with_few_calls() {
        String[] people = IntStream.range(0, 1_000).mapToObj(i -> "p" + i).toArray(String[]::new);
        inPlace(people);

        for (int from = 0; from < 1_000; from += 500) {
            want(IntStream.range(from, from + 500).mapToObj(i -> member("p" + i, State.PRESENT, 1)).toArray(DesiredAccount[]::new));
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> shop.distinct().size() >= 2_001);
        assertThat(members("Sales")).hasSize(1_000);
        assertThat(patches()).hasSizeBetween(2, 4);
        assertThat(shop.proxy.journal()).hasSameSizeAs(patches());
        assertThat(patches()).extracting(Exchange::idempotencyKey).doesNotHaveDuplicates();
        assertThat(row("g1/p7").standing().state()).isEqualTo(Row.State.MEMBER);
    }

    @Test
    void a_member_waits_for_its_account_and_is_written_the_moment_that_is_there() {
        inPlace();
        want(member("p1", State.PRESENT, 1));
        AccountOutcome waits = outcome("g1/p1", 1);
        assertThat(waits.result()).isEqualTo(Result.SKIPPED);
        assertThat(shop.table.waiting(APP, null, 10)).singleElement().satisfies(row -> {
            assertThat(row.objectId()).isEqualTo("g1/p1");
            assertThat(row.standing().state()).isEqualTo(Row.State.WAITING_FOR_REFERENCE);
            assertThat(row.standing().waitsFor()).containsExactly(APP + "/p1");
        });
        assertThat(patches()).isEmpty();

        accept(delivery, anybody("p1"));

        await().atMost(Duration.ofSeconds(10)).until(() -> shop.distinct().stream().anyMatch(o -> o.objectId().equals("g1/p1") && o.result() == Result.APPLIED));
        assertThat(members("Sales")).containsExactly(id("p1"));
        assertThat(outcome("g1/p1", 1)).satisfies(o -> {
            assertThat(o.objectType()).isEqualTo(ObjectType.MEMBERSHIP);
            assertThat(o.action()).isEqualTo(Action.UPDATE);
            assertThat(o.changes()).containsExactly(new Change("members", null, "p1"));
        });
        assertThat(shop.table.waiting(APP, null, 10)).isEmpty();
        assertThat(shop.table.awaited()).isEmpty();
        assertThat(shop.publisher.published()).filteredOn(message -> message.key().equals(APP + "/g1/p1")).isNotEmpty()
                .allSatisfy(message -> assertThat(message.slotKey()).isEqualTo(APP + "/g1"));
    }

    @Test
    void members_come_before_their_group_and_are_written_when_it_is_there() {
        accept(delivery, anybody("p1"), anybody("p2"));
        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1));
        outcome("g1/p1", 1);
        outcome("g1/p2", 1);

        want(group(State.PRESENT, 1, "Sales"));

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(members("Sales")).hasSize(2));
    }

    @Test
    void somebody_who_leaves_a_group_is_removed_and_the_others_stay() {
        inPlace("p1", "p2", "p3");
        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1), member("p3", State.PRESENT, 1));
        outcome("g1/p3", 1);
        await().untilAsserted(() -> assertThat(members("Sales")).hasSize(3));

        want(member("p1", State.DELETED, 2), member("p3", State.DELETED, 2));

        assertThat(outcome("g1/p1", 2)).satisfies(o -> {
            assertThat(o.result()).isEqualTo(Result.APPLIED);
            assertThat(o.changes()).containsExactly(new Change("members", "p1", null));
        });
        outcome("g1/p3", 2);
        assertThat(members("Sales")).containsExactly(id("p2"));
        await().untilAsserted(() -> assertThat(row("g1/p1").wish()).isNull());
    }

    @Test
    void removing_somebody_who_is_not_in_the_group_is_no_effect_and_no_call() {
        inPlace("p1", "p2");
        want(member("p2", State.PRESENT, 1));
        outcome("g1/p2", 1);
        shop.proxy.clear();

        want(member("p1", State.DELETED, 1));

        assertThat(outcome("g1/p1", 1).result()).isEqualTo(Result.UNCHANGED);
        assertThat(outcome("g1/p1", 1).failure()).isNull();
        assertThat(patches()).isEmpty();
        assertThat(members("Sales")).containsExactly(id("p2"));
    }

    @Test
    void removing_somebody_who_was_never_written_from_a_group_that_shows_no_members_is_no_effect() {
        inPlace("p1");
        want(member("p1", State.DELETED, 1));

        assertThat(outcome("g1/p1", 1).result()).isEqualTo(Result.UNCHANGED);
        assertThat(outcome("g1/p1", 1).failure()).isNull();
    }

    @Test
    void somebody_whom_others_put_into_the_group_is_removed() throws Exception {
        inPlace("p1", "p2");
        send("PATCH", "/Groups/" + id("g1"), "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\""
                + id("p1") + "\"}]}]}");
        assertThat(members("Sales")).hasSize(1);

        want(member("p1", State.DELETED, 1));

        assertThat(outcome("g1/p1", 1).result()).isEqualTo(Result.APPLIED);
        assertThat(members("Sales")).isEmpty();
    }

    @Test
    void one_member_that_is_refused_keeps_nobody_else_out() {
        String[] people = IntStream.range(0, 40).mapToObj(i -> "p" + i).toArray(String[]::new);
        inPlace(people);
        String poisoned = id("p23");
        shop.proxy.onRequest(e -> e.method().equals("PATCH") && e.body().contains(poisoned)
                ? Behaviour.answer(400, java.util.Map.of("Content-Type", "application/scim+json"),
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"400\",\"scimType\":\"invalidValue\"}") : Behaviour.pass());

        want(Arrays.stream(people).map(who -> member(who, State.PRESENT, 1)).toArray(DesiredAccount[]::new));

        assertThat(outcome("g1/p23", 1).result()).isEqualTo(Result.REFUSED);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(members("Sales")).hasSize(39));
        assertThat(patches().size()).isLessThan(20);
        assertThat(row("g1/p23").standing().state()).isEqualTo(Row.State.FAILED);
    }

    @Test
    void a_member_whose_account_was_deleted_by_hand_is_refused_and_the_others_come() throws Exception {
        inPlace("p1", "p2", "p3");
        remove("/Users/" + id("p2"));

        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1), member("p3", State.PRESENT, 1));

        assertThat(outcome("g1/p2", 1).result()).isEqualTo(Result.REFUSED);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(members("Sales")).containsExactlyInAnyOrder(id("p1"), id("p3")));
    }

    @Test
    void a_group_and_its_members_are_made_anew_when_it_was_deleted_in_the_target() throws Exception {
        inPlace("p1", "p2", "p3");
        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1));
        outcome("g1/p1", 1);
        outcome("g1/p2", 1);
        await().untilAsserted(() -> assertThat(row("g1/p2").isOpen()).isFalse());
        remove("/Groups/" + id("g1"));

        want(member("p3", State.PRESENT, 1));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(shop.accounts.groups().total()).isEqualTo(1));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(members("Sales")).containsExactlyInAnyOrder(id("p1"), id("p2"), id("p3")));
    }

    @Test
    void an_account_that_was_made_anew_is_in_its_groups_again() throws Exception {
        inPlace("p1");
        want(member("p1", State.PRESENT, 1));
        outcome("g1/p1", 1);
        String first = id("p1");
        remove("/Users/" + first);

        accept(delivery, anybody("p1").with("displayName", "Somebody").version(2));

        await().atMost(Duration.ofSeconds(20)).until(() -> !first.equals(id("p1")) && id("p1") != null);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(members("Sales")).contains(id("p1")));
    }

    private void remove(String path) throws Exception {
        send("DELETE", path, "");
    }

    private void send(String method, String path, String body) throws Exception {
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            client.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(shop.proxy.baseUrl() + path)).header("Authorization", "Bearer secret")
                    .header("Content-Type", "application/scim+json").method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body)).build(),
                    java.net.http.HttpResponse.BodyHandlers.discarding());
        }
    }

    @Test
    void a_target_that_takes_no_members_gets_its_accounts_all_the_same() {
        String[] people = IntStream.range(0, 60).mapToObj(i -> "p" + i).toArray(String[]::new);
        inPlace(people);
        shop.proxy.onRequest(e -> e.method().equals("PATCH") && e.path().contains("/Groups/")
                ? Behaviour.answer(400, java.util.Map.of("Content-Type", "application/scim+json"),
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"400\",\"scimType\":\"invalidSyntax\"}") : Behaviour.pass());

        want(Arrays.stream(people).map(who -> member(who, State.PRESENT, 1)).toArray(DesiredAccount[]::new));
        for (String who : people) {
            assertThat(outcome("g1/" + who, 1).result()).isEqualTo(Result.REFUSED);
        }

        accept(delivery, Workshop.anybody("late"));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(shop.accounts.users().byName()).containsKey("late@example.com"));
    }

    @Test
    void a_paused_app_gets_its_members_when_it_goes_on() {
        inPlace("p1", "p2");
        shop.configure(delivery, shop.config(Desires.profile(1, false), AppConfig.Provisioning.PAUSED));
        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1));
        await().during(Duration.ofMillis(400)).until(() -> patches().isEmpty());

        shop.configure(delivery, shop.config());

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(members("Sales")).hasSize(2));
        assertThat(patches()).hasSize(1);
    }

    @Test
    void an_app_in_quarantine_gets_no_members_until_it_is_over() {
        inPlace("p1", "p2");
        shop.configure(delivery, shop.config("wrong"));
        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1));
        await().until(() -> delivery.condition(APP).orElseThrow().quarantine() != null);
        assertThat(shop.outcomes("g1/p1")).isEmpty();

        shop.configure(delivery, shop.config());

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(members("Sales")).hasSize(2));
    }

    @Test
    void a_group_that_is_left_alone_keeps_its_members() {
        inPlace("p1", "p2");
        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(members("Sales")).hasSize(2));

        want(leftAlone(group(State.DELETED, 2, "Sales")), leftAlone(member("p1", State.DELETED, 2)), leftAlone(member("p2", State.DELETED, 2)));

        assertThat(outcome("g1", 2).result()).isEqualTo(Result.SKIPPED);
        assertThat(outcome("g1/p1", 2).result()).isEqualTo(Result.SKIPPED);
        assertThat(outcome("g1/p2", 2).result()).isEqualTo(Result.SKIPPED);
        assertThat(members("Sales")).hasSize(2);
    }

    private static DesiredAccount leftAlone(DesiredAccount of) {
        return new DesiredAccount(of.app(), of.objectType(), of.objectId(), of.state(), of.version(), of.userName(), of.attributes(), of.onCreateOnly(), of.cleared(),
                of.references(), of.matching(), of.reason(), of.hash() + "-left-alone", of.causes(), of.lane(), of.syncId(), of.requestId(), of.initiator(), of.sourceAt(), of.acceptedAt(),
                new DesiredAccount.Conditions(Set.of(), Set.of(), Set.of()));
    }

    @Test
    void a_group_whose_removal_is_held_keeps_its_members() {
        inPlace("p1");
        want(member("p1", State.PRESENT, 1));
        outcome("g1/p1", 1);
        shop.configure(delivery, shop.config(new AppConfig.RemovalThreshold(0, 0)));
        want(group(State.DELETED, 2, "Sales"));
        assertThat(outcome("g1", 2).result()).isEqualTo(Result.HELD);
        shop.proxy.clear();

        want(member("p1", State.DELETED, 2));

        await().untilAsserted(() -> assertThat(row("g1/p1").standing().lastError()).isNotNull());
        assertThat(patches()).isEmpty();
        assertThat(members("Sales")).containsExactly(id("p1"));
        want(group(State.PRESENT, 3, "Sales"));
        assertThat(outcome("g1", 3).result()).isEqualTo(Result.UNCHANGED);
    }

    /** Comes up again at once instead of minutes later. */
    private static WorkTable impatient(WorkTable table, AtomicInteger looks) {
        return (WorkTable) Proxy.newProxyInstance(WorkTable.class.getClassLoader(), new Class<?>[] {WorkTable.class}, (proxy, method, args) -> {
            if (method.getName().equals("write")) {
                return table.write(((List<?>) args[0]).stream().map(write -> write instanceof RowWrite.Settle s && s.standing().state() == Row.State.MEMBER
                        && s.standing().lastError() != null ? soon(s, looks) : (RowWrite) write).toList());
            }
            try {
                return method.invoke(table, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static RowWrite soon(RowWrite.Settle s, AtomicInteger looks) {
        looks.incrementAndGet();
        return new RowWrite.Settle(s.key(), s.opId(), s.epoch(), s.version(), s.newerWaits(), s.stamp(), System.currentTimeMillis() + 100, s.standing(), s.progress(), s.doubt(),
                s.sync(), s.facts());
    }

    @Test
    void a_membership_that_would_go_with_a_held_group_says_so_once_and_then_follows_the_group() {
        AtomicInteger looks = new AtomicInteger();
        delivery.abandon();
        delivery = shop.delivery(table -> impatient(table, looks), shop.publisher);
        shop.configure(delivery, shop.config());
        inPlace("p1");
        want(member("p1", State.PRESENT, 1));
        outcome("g1/p1", 1);
        shop.configure(delivery, shop.config(new AppConfig.RemovalThreshold(0, 0)));
        want(group(State.DELETED, 2, "Sales"));
        assertThat(outcome("g1", 2).result()).isEqualTo(Result.HELD);

        want(inSync(member("p1", State.DELETED, 2)));

        assertThat(outcome("g1/p1", 2).result()).isEqualTo(Result.HELD);
        await().until(() -> looks.get() >= 3);
        assertThat(shop.outcomes("g1/p1")).filteredOn(o -> o.result() == Result.HELD).hasSize(1);
        // Nobody waits for a person's decision to see the end of a sync.
        assertThat(shop.table.syncCount(APP, "s1").settled()).isEqualTo(1);
        shop.table.write(List.of(new RowWrite.Permitted(APP + "/g1", 2, "token:bob", System.currentTimeMillis())));
        await().until(() -> shop.outcomes("g1/p1").stream().anyMatch(o -> o.version() == 2 && o.result() != Result.HELD));
        assertThat(outcome("g1", 2).action()).isEqualTo(Action.DELETE);
        await().untilAsserted(() -> assertThat(row("g1/p1").wish()).isNull());
    }

    private static DesiredAccount inSync(DesiredAccount of) {
        return new DesiredAccount(of.app(), of.objectType(), of.objectId(), of.state(), of.version(), of.userName(), of.attributes(), of.onCreateOnly(), of.cleared(),
                of.references(), of.matching(), of.reason(), of.hash(), of.causes(), of.lane(), "s1", of.requestId(), of.initiator(), of.sourceAt(), of.acceptedAt(),
                of.conditions());
    }

    @Test
    void a_lost_answer_is_one_effect_on_record() {
        inPlace("p1", "p2");
        shop.proxy.onRequest(e -> e.method().equals("PATCH") && patches().isEmpty() ? Behaviour.commitThenClose() : Behaviour.pass());

        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1));

        assertThat(outcome("g1/p1", 1).result()).isEqualTo(Result.APPLIED);
        assertThat(outcome("g1/p2", 1).result()).isEqualTo(Result.APPLIED);
        assertThat(patches()).hasSize(1);
        assertThat(shop.distinct()).filteredOn(o -> o.result() == Result.APPLIED && o.objectType() == ObjectType.MEMBERSHIP).hasSize(2);
    }

    @Test
    void a_lost_call_that_was_not_carried_out_is_no_effect_although_the_empty_group_shows_no_list() {
        inPlace("p1", "p2");
        shop.proxy.onRequest(e -> e.method().equals("PATCH") && patches().isEmpty() ? Behaviour.commitThenClose() : Behaviour.pass());
        want(member("p2", State.PRESENT, 1));
        assertThat(outcome("g1/p2", 1).result()).isEqualTo(Result.APPLIED);
        want(member("p2", State.DELETED, 2));
        assertThat(outcome("g1/p2", 2).result()).isEqualTo(Result.APPLIED);
        shop.proxy.clear();
        shop.proxy.onRequest(e -> e.method().equals("PATCH") ? Behaviour.close() : Behaviour.pass());
        want(member("p1", State.PRESENT, 1));
        await().until(() -> !patches().isEmpty());

        want(member("p1", State.DELETED, 2));
        outcome("g1/p1", 1);
        shop.proxy.onRequest(e -> Behaviour.pass());

        assertThat(outcome("g1/p1", 2).result()).isEqualTo(Result.UNCHANGED);
        assertThat(shop.outcomes("g1/p1")).noneMatch(o -> o.result() == Result.APPLIED);
    }

    @Test
    void in_the_dialect_of_entra_operations_are_capitalised_and_removals_name_values() {
        TargetProfile usual = Desires.profile(1, false);
        shop.configure(delivery, shop.config(new TargetProfile(usual.userUpdate(), TargetProfile.PatchDialect.ENTRA_LEGACY, false, usual.removal(), true, 1, true, false, 100,
                false), AppConfig.Provisioning.ON));
        inPlace("p1", "p2");
        want(member("p1", State.PRESENT, 1), member("p2", State.PRESENT, 1));
        outcome("g1/p1", 1);
        outcome("g1/p2", 1);
        want(member("p1", State.DELETED, 2));

        outcome("g1/p1", 2);

        List<String> bodies = new ArrayList<>();
        patches().forEach(e -> bodies.add(e.body()));
        assertThat(bodies.getFirst()).contains("\"op\":\"Add\"");
        assertThat(bodies.getLast()).contains("\"op\":\"Remove\"").contains("\"path\":\"members\"").contains("[{\"value\":\"" + id("p1") + "\"}]");
    }
}
