package dev.lockstep.e2e;

import static dev.lockstep.standalone.client.LockstepClient.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.e2e.harness.RunningLockstep;
import dev.lockstep.e2e.harness.Steps;
import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.standalone.demo.Expected;
import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.targets.ScimmyApplication;
import dev.lockstep.targets.UnboundIdApplication;
import dev.lockstep.targets.company.Change;
import dev.lockstep.targets.company.Company;
import dev.lockstep.targets.company.WorkingDay;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job against SCIM servers that nobody of this project wrote, of different make. */
class MainJobJourneyE2E {
    private static final String TOKEN = "journey-token-1234567890";
    private static final int PEOPLE = 150;

    @Test
    void a_working_day_ends_with_every_account_right_in_scim_sdk() throws Exception {
        try (SampleApplication application = ScimSdkApplication.start(0, TOKEN)) {
            journey(application, "scim-sdk");
        }
    }

    @Test
    void a_working_day_ends_with_every_account_right_in_unboundid() throws Exception {
        try (SampleApplication application = UnboundIdApplication.start(0, TOKEN)) {
            journey(application, "unboundid");
        }
    }

    @Test
    void a_working_day_ends_with_every_account_right_in_scimmy() throws Exception {
        Optional<ScimmyApplication> scimmy = ScimmyApplication.startIfNode(TOKEN);
        assumeTrue(scimmy.isPresent(), "skipped: scimmy needs Node 20 and npm on the PATH");
        try (SampleApplication application = scimmy.orElseThrow()) {
            journey(application, "scimmy");
        }
    }

    private static void journey(SampleApplication application, String name) throws Exception {
        Company company = Company.generate(11, PEOPLE);
        WorkingDay day = WorkingDay.of(company, 11);
        Path work = Path.of("target", "journey-" + name + "-" + UUID.randomUUID());
        try (RunningLockstep running = RunningLockstep.start(work.resolve("data"));
                Accounts accounts = new Accounts(application.baseUrl(), TOKEN)) {
            LockstepClient lockstep = running.client();
            Steps.addPingboard(lockstep, application.baseUrl(), TOKEN);
            assertThat(lockstep.post("/api/v1/apps/pingboard/connection-test", Map.of()).path("ok").asBoolean()).isTrue();
            Steps.importCompany(lockstep, company, work.resolve("company"));
            Expected expected = new Expected();

            String pilot = company.employees().stream().map(p -> p.objectId()).filter(company::isActive).findFirst().orElseThrow();
            Steps.assign(lockstep, "user", pilot);
            JsonNode onDemand = lockstep.post("/api/v1/apps/pingboard/provision-on-demand",
                    Map.of("objectType", "user", "objectId", pilot, "dryRun", false));
            assertThat(onDemand.path("steps").valueStream().map(s -> s.path("name").asString("")))
                    .containsExactly("import", "scope", "match", "action", "export");
            assertThat(accounts.users().total()).isEqualTo(1);

            Steps.assign(lockstep, "group", Company.ALL_EMPLOYEES);
            Steps.start(lockstep);
            Steps.awaitSteady(lockstep, Duration.ofSeconds(90));
            expected.see(company, company.peopleIn(Company.ALL_EMPLOYEES));
            assertMatches(expected, accounts);

            Company now = company;
            for (Change change : day.changes()) {
                Steps.post(lockstep, change);
                now = now.after(change);
                expected.see(now, withPilot(now, pilot));
            }
            assertMatches(expected, accounts);

            leaverIsPurged(lockstep, accounts, now);
            everyActionIsInTheAudit(lockstep, day);
        }
    }

    private static java.util.Set<String> withPilot(Company company, String pilot) {
        java.util.Set<String> assigned = new java.util.HashSet<>(company.peopleIn(Company.ALL_EMPLOYEES));
        assigned.add(pilot);
        return assigned;
    }

    private static void assertMatches(Expected expected, Accounts accounts) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            Accounts.Listing listing = accounts.users();
            assertThat(expected.differences(listing.byName(), listing.total())).isEmpty();
            assertThat(listing.duplicates()).isEmpty();
        });
    }

    /** Pingboard's onPurge is delete: the account goes when the person is purged. */
    private static void leaverIsPurged(LockstepClient lockstep, Accounts accounts, Company company) {
        String leaver = company.softDeleted().stream().filter(id -> company.people().containsKey(id)).findFirst().orElseThrow();
        String userName = company.people().get(leaver).userPrincipalName();
        assertThat(accounts.users().byName()).containsKey(userName);

        lockstep.postText("/api/v1/sources/hr-events/events", "application/cloudevents+json", """
                {"specversion":"1.0","id":"purge-1","source":"hr-events","type":"lockstep.directory.change","subject":"%s","time":"%s",
                 "data":{"objectType":"user","operation":"purge"}}""".formatted(leaver, Instant.now()));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(accounts.users().byName()).doesNotContainKey(userName));
    }

    private static void everyActionIsInTheAudit(LockstepClient lockstep, WorkingDay day) {
        for (Change change : day.changes()) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<JsonNode> caused = Steps.activities(lockstep, "&cause=" + encoded("hr-events/" + change.id()));
                assertThat(caused).extracting(a -> a.path("action").asString("")).contains("inputAccepted");
                assertThat(caused).extracting(a -> a.path("id").asString("")).doesNotHaveDuplicates();
            });
        }
    }
}
