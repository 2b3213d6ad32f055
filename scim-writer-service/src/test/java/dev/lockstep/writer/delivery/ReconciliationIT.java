package dev.lockstep.writer.delivery;

import static dev.lockstep.writer.delivery.Workshop.APP;
import static dev.lockstep.writer.delivery.Workshop.anybody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.Confirm;
import dev.lockstep.contracts.AppConfig.Drift;
import dev.lockstep.contracts.AppConfig.Policies;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.AppConfig.Vanished;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.survey.Finding;
import dev.lockstep.writer.survey.InMemoryFindings;
import dev.lockstep.writer.survey.InMemorySightings;
import dev.lockstep.writer.survey.InMemorySurveys;
import dev.lockstep.writer.survey.Reconciliations;
import dev.lockstep.writer.survey.Survey;
import dev.lockstep.writer.survey.SurveySettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reconciliation with a SCIM server that others wrote. */
class ReconciliationIT {
    /** Of them 5 % are wiped, 5 % edited, and 5 % more come from elsewhere. */
    private static final int PEOPLE = Integer.getInteger("lockstep.reconciliation.people", 200);
    private static final int FEW = PEOPLE / 20;
    private static final int PAGE = 20;
    private static final int MOST_POINTS = 80;
    private final ScimSdkApplication application = ScimSdkApplication.start(0, "secret", 0);
    private final InMemorySurveys surveys = new InMemorySurveys();
    private final InMemorySightings sightings = new InMemorySightings();
    private final InMemoryFindings findings = new InMemoryFindings();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Reconciliations> open = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Workshop shop;
    private Delivery delivery;
    private Reconciliations reconciliations;

    @BeforeEach
    void open() {
        shop = new Workshop(application);
        delivery = shop.delivery();
        reconciliations = reconciliations();
    }

    @AfterEach
    void close() {
        open.forEach(Reconciliations::close);
        shop.close();
        http.close();
    }

    private Reconciliations reconciliations() {
        SurveySettings settings = new SurveySettings(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(5), List.of(Duration.ofMillis(50)), Duration.ofDays(30));
        Reconciliations fresh = new Reconciliations(new Reconciliations.Stores(surveys, sightings, findings), shop.table, delivery, shop.publisher, Clock.systemUTC(),
                settings, meters);
        open.add(fresh);
        return fresh;
    }

    private AppConfig config(AppConfig c, AppConfig.Reconciliation policy) {
        return new AppConfig(c.app(), c.name(), c.template(), c.configVersion(), c.tenantUrl(), c.credentials(), c.profile(), c.limits(), c.provisioning(), c.onPurge(),
                c.notifications(), c.removalThreshold(), new Policies(null, Confirm.NEVER, policy));
    }

    private AppConfig config(AppConfig.Reconciliation policy) {
        TargetProfile s = Desires.profile(1, false);
        return config(shop.config(new TargetProfile(s.userUpdate(), s.patchDialect(), s.booleansAsText(), s.removal(), s.filters(), s.searchLagSeconds(), true, false, PAGE,
                false), AppConfig.Provisioning.ON), policy);
    }

    private static AppConfig.Reconciliation policy(Drift drift, Map<String, Drift> attributes, Vanished vanished) {
        return new AppConfig.Reconciliation(0, drift, attributes, vanished);
    }

    /** So many people have their accounts. */
    private List<AccountOutcome> people(int count, AppConfig.Reconciliation policy) {
        shop.configure(delivery, config(policy));
        delivery.accept(IntStream.range(0, count).mapToObj(i -> anybody("p" + i).with("title", "Buyer").wish()).toList());
        List<AccountOutcome> created = shop.settled(count);
        assertThat(created).allMatch(o -> o.action() == Action.CREATE && o.result() == Result.APPLIED);
        await().until(() -> IntStream.range(0, count).allMatch(i -> shop.table.read(List.of(APP + "/p" + i)).values().stream().noneMatch(Row::isOpen)));
        shop.proxy.clear();
        return created;
    }

    private Survey run(boolean dryRun) {
        return run(dryRun, false);
    }

    private Survey run(boolean dryRun, boolean confirm) {
        return ended(reconciliations.begin(APP, dryRun, confirm, "ann").orElseThrow().id());
    }

    private Survey ended(String id) {
        await().atMost(Duration.ofSeconds(30)).until(() -> surveys.find(id).map(s -> !s.open()).orElse(false));
        Survey survey = surveys.find(id).orElseThrow();
        assertThat(sightings.count(id)).as("what was seen is forgotten").isZero();
        return survey;
    }

    private void repaired() {
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.table.backlog(APP).waiting() + shop.table.backlog(APP).retrying() == 0);
    }

    private long writes() {
        return shop.proxy.journal().stream().filter(e -> !e.method().equals("GET")).count();
    }

    private List<Finding> found(Survey survey, Finding.Kind kind) {
        return findings.list(survey.id(), kind, null, 1_000);
    }

    // --- somebody else works in the target

    private String id(String objectId) {
        return Objects.requireNonNull(shop.table.links(List.of(APP + "/" + objectId)).get(APP + "/" + objectId));
    }

    private void send(String method, String path, String body) {
        try {
            int status = http.send(HttpRequest.newBuilder(URI.create(application.baseUrl() + path)).header("Authorization", "Bearer secret")
                    .header("Content-Type", "application/scim+json").method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString()).statusCode();
            assertThat(status).isBetween(200, 204);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void delete(String objectId) {
        send("DELETE", "/Users/" + id(objectId), "");
    }

    private void edit(String objectId, String attribute, String json) {
        send("PATCH", "/Users/" + id(objectId), """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"%s","value":%s}]}""".formatted(attribute, json));
    }

    private void foreign(String userName) {
        send("POST", "/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s","active":true}""".formatted(userName));
    }

    private String shown(String userName, String attribute) {
        return shop.accounts.users().byName().get(userName).path(attribute).asString("-");
    }

    // --- R7

    @Test
    void one_run_repairs_what_was_wiped_and_edited_and_reports_what_was_added_and_a_second_writes_nothing() {
        people(PEOPLE, AppConfig.Reconciliation.STANDARD);
        for (int i = 0; i < FEW; i++) {
            delete("p" + i);
            edit("p" + (FEW + i), "title", "\"Pirate\"");
            foreign("foreign" + i + "@example.com");
        }

        Survey first = run(false);

        assertThat(first.reason()).isNull();
        assertThat(first.state()).isEqualTo("done");
        assertThat(first.listed()).isEqualTo(PEOPLE);
        assertThat(first.linked()).isEqualTo(PEOPLE - FEW);
        assertThat(first.counts()).isEqualTo(new Survey.Counts(FEW, FEW, FEW, 0, 2 * FEW));
        assertThat(found(first, Finding.Kind.DRIFT)).allSatisfy(f -> {
            assertThat(f.differences()).containsExactly(new Finding.Difference("title", "Pirate", "Buyer", Finding.Action.REVERT));
            assertThat(f.repaired()).isTrue();
        });
        assertThat(found(first, Finding.Kind.ORPHAN)).extracting(Finding::userName).allMatch(name -> name.startsWith("foreign"));
        repaired();
        assertThat(shop.accounts.users().total()).isEqualTo(PEOPLE + FEW);
        var now = shop.accounts.users().byName();
        assertThat(IntStream.range(0, PEOPLE).mapToObj(i -> now.get("p" + i + "@example.com").path("title").asString())).containsOnly("Buyer");
        assertThat(shop.calls()).containsEntry("POST", FEW).containsEntry("PATCH", FEW).doesNotContainKey("DELETE");
        assertThat(shop.distinct().stream().filter(o -> first.id().equals(o.requestId()))).hasSize(2 * FEW)
                .allSatisfy(o -> {
                    assertThat(o.initiator()).isEqualTo("reconciliation:" + first.id());
                    assertThat(o.result()).isEqualTo(Result.APPLIED);
                }).extracting(AccountOutcome::action).containsOnly(Action.CREATE, Action.UPDATE);
        assertThat(shop.publisher.messages(Activity.class).stream().filter(a -> a.action().equals("job") && first.id().equals(a.detail().get("reconciliation"))))
                .extracting(a -> a.detail().get("transition")).containsExactly("started", "ended");

        shop.proxy.clear();
        Survey second = run(false);

        repaired();
        assertThat(second.counts()).isEqualTo(new Survey.Counts(0, 0, FEW, 0, 0));
        assertThat(writes()).isZero();
        assertThat(meters.counter("lockstep.writer.reconciliations", "app", APP, "state", "done").count()).isEqualTo(2);
    }

    @Test
    void a_dry_run_reports_the_same_and_writes_nothing() {
        people(40, AppConfig.Reconciliation.STANDARD);
        delete("p1");
        edit("p2", "title", "\"Pirate\"");
        foreign("foreign@example.com");

        Survey survey = run(true);

        assertThat(survey.counts()).isEqualTo(new Survey.Counts(1, 1, 1, 0, 0));
        assertThat(found(survey, Finding.Kind.VANISHED)).extracting(Finding::action).containsExactly(Finding.Action.RECREATE);
        repaired();
        assertThat(writes()).isZero();
    }

    @Test
    void only_one_runs_at_a_time_for_an_app_and_a_person_may_end_it() {
        people(60, AppConfig.Reconciliation.STANDARD);
        shop.proxy.onRequest(e -> Behaviour.delay(Duration.ofMillis(700)));

        String id = reconciliations.begin(APP, false, false, "ann").orElseThrow().id();
        assertThat(reconciliations.begin(APP, false, false, "bob")).isEmpty();
        assertThat(reconciliations.cancel(id)).isTrue();

        assertThat(ended(id).state()).isEqualTo("cancelled");
        assertThat(reconciliations.cancel(id)).isFalse();
    }

    // --- R8

    private Survey failing() {
        int before = shop.accounts.users().total();
        Survey survey = run(false);
        assertThat(survey.state()).isEqualTo("failed");
        assertThat(survey.reason()).isNotBlank();
        assertThat(survey.counts().vanished()).isZero();
        assertThat(survey.counts().orphans()).isZero();
        repaired();
        assertThat(writes()).isZero();
        assertThat(shop.accounts.users().total()).isEqualTo(before);
        return survey;
    }

    private void listAnswers(int number, int status, String body) {
        AtomicInteger lists = new AtomicInteger();
        shop.proxy.onRequest(e -> e.method().equals("GET") && e.path().contains("startIndex") && lists.incrementAndGet() == number
                ? Behaviour.answer(status, Map.of("Content-Type", "application/scim+json"), body) : Behaviour.pass());
    }

    private static String page(int total, String resources) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":" + total + ",\"Resources\":[" + resources + "]}";
    }

    @Test
    void an_empty_page_in_the_middle_a_total_that_changes_and_a_page_that_fails_conclude_nothing() {
        people(50, AppConfig.Reconciliation.STANDARD);
        delete("p1");

        listAnswers(2, 200, page(49, ""));
        assertThat(failing().reason()).contains("empty page");
        listAnswers(2, 200, page(48, "{\"id\":\"x\"}"));
        assertThat(failing().reason()).contains("changed from 49 to 48");
        shop.proxy.onRequest(e -> e.path().contains("startIndex=21") ? Behaviour.answer(500) : Behaviour.pass());
        assertThat(failing().reason()).contains("could not be read");
    }

    @Test
    void a_listing_that_claims_to_be_complete_and_is_not_concludes_nothing() {
        people(50, AppConfig.Reconciliation.STANDARD);

        listAnswers(1, 200, page(0, ""));
        assertThat(failing().reason()).contains("left out an account that exists");
        listAnswers(1, 200, page(1, "{\"id\":\"" + id("p1") + "\",\"userName\":\"p1@example.com\",\"active\":true,\"title\":\"Pirate\"}"));
        Survey survey = failing();
        assertThat(survey.counts().drifted()).as("the account itself is as it should be").isZero();
        assertThat(shop.calls().get("GET")).as("found out without reading everybody").isLessThan(30);
    }

    // --- going on

    @Test
    void another_replica_goes_on_behind_the_last_complete_page() {
        people(100, AppConfig.Reconciliation.STANDARD);
        delete("p1");
        edit("p99", "title", "\"Pirate\"");
        shop.proxy.onRequest(e -> e.path().contains("startIndex=41") ? Behaviour.delay(Duration.ofSeconds(1)) : Behaviour.pass());
        String id = reconciliations.begin(APP, false, false, "ann").orElseThrow().id();
        await().until(() -> surveys.find(id).orElseThrow().listed() == 40);
        await().until(() -> surveys.find(id).orElseThrow().next() == 41);

        reconciliations.close();
        shop.proxy.onRequest(e -> Behaviour.pass());
        await().until(() -> shop.proxy.journal().stream().filter(e -> e.path().contains("startIndex=41")).count() <= 1);
        shop.proxy.clear();
        reconciliations();

        Survey survey = ended(id);
        assertThat(survey.state()).isEqualTo("done");
        assertThat(survey.turn()).isEqualTo(2);
        assertThat(survey.listed()).isEqualTo(99);
        assertThat(survey.counts()).isEqualTo(new Survey.Counts(1, 1, 0, 0, 2));
        assertThat(shop.proxy.journal().stream().filter(e -> e.path().contains("startIndex=1&") || e.path().contains("startIndex=21&"))).isEmpty();
    }

    /** Whatever the store is asked for the n-th time breaks off, before or after it was done. */
    private static final class Breaking {
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        private boolean after;

        <T> T around(Class<T> port, T real) {
            return port.cast(java.lang.reflect.Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
                boolean breaks = left.decrementAndGet() == 0;
                if (breaks && !after) {
                    throw new IllegalStateException("broke off");
                }
                Object answer = method.invoke(real, args);
                if (breaks) {
                    throw new IllegalStateException("broke off");
                }
                return answer;
            }));
        }

        boolean broke() {
            return left.get() <= 0;
        }
    }

    @Test
    void wherever_a_run_breaks_off_the_next_turn_finishes_it_with_every_repair_ordered_once() {
        people(9, AppConfig.Reconciliation.STANDARD);
        reconciliations.close();
        Breaking breaking = new Breaking();
        SurveySettings settings = new SurveySettings(Duration.ofMillis(10), Duration.ofMillis(120), Duration.ofSeconds(5), List.of(Duration.ofMillis(50)), Duration.ofDays(30));
        Reconciliations fragile = new Reconciliations(new Reconciliations.Stores(breaking.around(dev.lockstep.writer.survey.Surveys.class, surveys),
                breaking.around(dev.lockstep.writer.survey.Sightings.class, sightings), breaking.around(dev.lockstep.writer.survey.Findings.class, findings)),
                breaking.around(dev.lockstep.writer.account.WorkTable.class, shop.table), delivery, shop.publisher, Clock.systemUTC(), settings, meters);
        open.add(fragile);
        int points = 0;
        for (boolean more = true; more; points++) {
            delete("p1");
            edit("p2", "title", "\"Pirate\"");
            shop.proxy.clear();
            Survey survey = Survey.begun("run-" + points, APP, "ann", false, false, System.currentTimeMillis());
            breaking.after = points % 2 == 1;
            breaking.left.set(2 + points);
            surveys.begin(survey);

            await().atMost(Duration.ofSeconds(20)).until(() -> !surveys.find(survey.id()).orElseThrow().open());
            more = breaking.broke() && points < MOST_POINTS;
            breaking.left.set(Integer.MAX_VALUE);
            repaired();
            Survey ended = surveys.find(survey.id()).orElseThrow();
            assertThat(ended.state()).as("point %d: %s", points, ended.reason()).isEqualTo("done");
            assertThat(ended.counts()).as("point %d", points).isEqualTo(new Survey.Counts(1, 1, 0, 0, 2));
            assertThat(shop.calls()).as("point %d", points).containsEntry("POST", 1).containsEntry("PATCH", 1);
            assertThat(shop.distinct().stream().filter(o -> survey.id().equals(o.requestId()) && o.result() == Result.APPLIED)).as("point %d", points).hasSize(2);
            assertThat(sightings.count(survey.id())).isZero();
        }
        assertThat(points).isGreaterThan(30);
    }

    // --- policies

    @Test
    void only_attributes_that_are_to_be_reverted_are_written_and_accepted_ones_are_not_mentioned_again() {
        people(20, policy(Drift.REVERT, Map.of("displayName", Drift.ACCEPT, "name.givenName", Drift.ALERT), Vanished.RECREATE));
        edit("p3", "title", "\"Pirate\"");
        edit("p3", "displayName", "\"Captain\"");
        edit("p3", "name.givenName", "\"Jack\"");
        edit("p4", "displayName", "\"Cook\"");

        Survey first = run(false);

        repaired();
        assertThat(first.counts()).isEqualTo(new Survey.Counts(2, 0, 0, 0, 1));
        assertThat(shop.calls()).containsEntry("PATCH", 1);
        assertThat(shown("p3@example.com", "title")).isEqualTo("Buyer");
        assertThat(shown("p3@example.com", "displayName")).isEqualTo("Captain");
        assertThat(shop.accounts.users().byName().get("p3@example.com").path("name").path("givenName").asString()).isEqualTo("Jack");

        shop.proxy.clear();
        Survey second = run(false);
        repaired();
        assertThat(found(second, Finding.Kind.DRIFT)).singleElement().satisfies(f -> assertThat(f.differences())
                .containsExactly(new Finding.Difference("name.givenName", "Jack", "Given", Finding.Action.REPORT)));
        assertThat(writes()).isZero();

        delivery.accept(List.of(anybody("p4").with("title", "Seller").version(2).wish()));
        await().until(() -> shown("p4@example.com", "title").equals("Seller"));
        assertThat(shown("p4@example.com", "displayName")).as("the desire has changed").isEqualTo("Person p4");
    }

    @Test
    void a_vanished_account_may_be_let_go_until_its_desire_changes() {
        people(20, policy(Drift.REVERT, Map.of(), Vanished.UNLINK));
        delete("p5");

        Survey first = run(false);

        repaired();
        assertThat(first.counts()).isEqualTo(new Survey.Counts(0, 1, 0, 0, 1));
        assertThat(writes()).isZero();
        assertThat(shop.table.read(List.of(APP + "/p5")).get(APP + "/p5").standing()).satisfies(standing -> {
            assertThat(standing.targetId()).isNull();
            assertThat(standing.state()).isEqualTo(Row.State.OUT_OF_SCOPE);
        });
        assertThat(shop.publisher.messages(Activity.class)).anyMatch(a -> "unlinked".equals(a.detail().get("transition")) && "p5".equals(a.objectId()));
        assertThat(run(false).counts()).isEqualTo(Survey.Counts.NONE);

        delivery.accept(List.of(anybody("p5").with("title", "Seller").version(2).wish()));
        await().until(() -> shop.accounts.users().byName().containsKey("p5@example.com"));
    }

    @Test
    void an_emptied_target_is_filled_again_only_when_a_person_confirms() {
        people(30, AppConfig.Reconciliation.STANDARD);
        AppConfig c = config(AppConfig.Reconciliation.STANDARD);
        shop.configure(delivery, new AppConfig(c.app(), c.name(), c.template(), c.configVersion(), c.tenantUrl(), c.credentials(), c.profile(), c.limits(),
                c.provisioning(), c.onPurge(), c.notifications(), new AppConfig.RemovalThreshold(3, 10), c.policies()));
        IntStream.range(0, 30).forEach(i -> delete("p" + i));

        Survey held = run(false);
        repaired();
        assertThat(held.counts()).isEqualTo(new Survey.Counts(0, 30, 0, 0, 0));
        assertThat(found(held, Finding.Kind.VANISHED)).extracting(Finding::action).containsOnly(Finding.Action.HELD_BACK);
        assertThat(writes()).isZero();

        assertThat(run(false, true).counts()).isEqualTo(new Survey.Counts(0, 30, 0, 0, 30));
        repaired();
        assertThat(shop.accounts.users().total()).isEqualTo(30);
        assertThat(shop.calls()).containsEntry("POST", 30);
    }

    @Test
    void a_leaver_whose_account_somebody_opened_again_is_disabled_once_more_under_its_own_operation() {
        people(20, AppConfig.Reconciliation.STANDARD);
        delivery.accept(List.of(anybody("p7").state(State.DISABLED).version(2).wish()));
        AccountOutcome disabled = shop.settled(21).getLast();
        await().until(() -> !shop.table.read(List.of(APP + "/p7")).get(APP + "/p7").isOpen());
        edit("p7", "active", "true");

        Survey survey = run(false);

        repaired();
        assertThat(survey.counts()).isEqualTo(new Survey.Counts(1, 0, 0, 0, 1));
        AccountOutcome again = shop.settled(22).getLast();
        assertThat(again.action()).isEqualTo(Action.DISABLE);
        assertThat(again.result()).isEqualTo(Result.APPLIED);
        assertThat(again.factId()).isNotEqualTo(disabled.factId());
        assertThat(shop.removalIds()).hasSize(2);
        assertThat(shop.accounts.users().byName().get("p7@example.com").path("active").asBoolean()).isFalse();
    }

    @Test
    void the_removal_guard_counts_repairs_too_and_a_released_one_is_carried_out() {
        people(20, AppConfig.Reconciliation.STANDARD);
        delivery.accept(List.of(anybody("p7").state(State.DISABLED).version(2).wish()));
        shop.settled(21);
        await().until(() -> !shop.table.read(List.of(APP + "/p7")).get(APP + "/p7").isOpen());
        AppConfig c = config(AppConfig.Reconciliation.STANDARD);
        shop.configure(delivery, new AppConfig(c.app(), c.name(), c.template(), c.configVersion(), c.tenantUrl(), c.credentials(), c.profile(), c.limits(),
                c.provisioning(), c.onPurge(), c.notifications(), new AppConfig.RemovalThreshold(0, 0), c.policies()));
        edit("p7", "active", "true");

        run(false);

        await().until(() -> shop.table.read(List.of(APP + "/p7")).get(APP + "/p7").standing().state() == Row.State.HELD);
        assertThat(writes()).isEqualTo(1);
        new Holds(shop.table, new InMemoryApprovals(), shop.publisher, Clock.systemUTC(), delivery::wantsMore)
                .release(new Holds.Selection(APP, java.util.Set.of(APP + "/p7")), "ann", "right");
        await().until(() -> !shop.accounts.users().byName().get("p7@example.com").path("active").asBoolean());
        await().until(() -> shop.outcomes("p7").stream().filter(o -> o.action() == Action.DISABLE && o.result() == Result.APPLIED).map(AccountOutcome::factId).distinct().count() == 2);
    }

    @Test
    void accounts_that_share_what_should_be_unique_are_reported_and_not_touched() {
        people(30, AppConfig.Reconciliation.STANDARD);
        send("POST", "/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"second@example.com","externalId":"p3",
                 "emails":[{"value":"P4@Example.com","type":"work","primary":true}]}""");

        Survey survey = run(false);

        assertThat(found(survey, Finding.Kind.DUPLICATE)).hasSize(2).extracting(Finding::shared).containsExactlyInAnyOrder("externalId", "emails");
        assertThat(found(survey, Finding.Kind.DUPLICATE)).anySatisfy(f -> assertThat(f.targetIds()).contains(id("p3")).hasSize(2));
        repaired();
        assertThat(writes()).isZero();
    }

    @Test
    void a_schedule_starts_runs_by_itself() {
        surveys.scheduledSince(APP, System.currentTimeMillis() - Duration.ofHours(3).toMillis());
        people(20, new AppConfig.Reconciliation(2, Drift.REVERT, Map.of(), Vanished.RECREATE));

        await().atMost(Duration.ofSeconds(20)).until(() -> !surveys.of(APP, null, 10).isEmpty());

        assertThat(surveys.of(APP, null, 10)).singleElement().satisfies(s -> assertThat(s.by()).isEqualTo("schedule"));
    }
}
