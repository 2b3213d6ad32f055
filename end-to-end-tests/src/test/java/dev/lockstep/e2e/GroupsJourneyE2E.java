package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.e2e.harness.RunningLockstep;
import dev.lockstep.e2e.harness.Steps;
import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.Exchange;
import dev.lockstep.targets.RecordingProxy;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.targets.ScimmyApplication;
import dev.lockstep.targets.company.Change;
import dev.lockstep.targets.company.Company;
import dev.lockstep.targets.company.Group;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Groups and who is in them, kept in lockstep in SCIM servers that nobody of this project wrote. UnboundID's is not among them: it asks for
 * {@code members.$ref}, which RFC 7643 (4.2) leaves to the sender, and which nobody sends.
 */
class GroupsJourneyE2E {
    private static final String TOKEN = "groups-token-1234567890";
    private static final int PEOPLE = 120;
    private static final int MOST_CALLS = 40;

    @Test
    void groups_and_their_members_are_right_in_scim_sdk() throws Exception {
        try (SampleApplication application = ScimSdkApplication.start(0, TOKEN)) {
            journey(application.baseUrl(), "scim-sdk");
        }
    }

    @Test
    void groups_and_their_members_are_right_in_scimmy() throws Exception {
        Optional<ScimmyApplication> scimmy = ScimmyApplication.startIfNode(TOKEN);
        assumeTrue(scimmy.isPresent(), "skipped: scimmy needs Node 20 and npm on the PATH");
        try (SampleApplication application = scimmy.orElseThrow()) {
            journey(application.baseUrl(), "scimmy");
        }
    }

    private static void journey(URI target, String name) throws Exception {
        Company company = Company.generate(13, PEOPLE);
        Group team = company.groups().values().stream().filter(group -> !group.objectId().equals(Company.ALL_EMPLOYEES))
                .filter(group -> group.members().stream().filter(company.people()::containsKey).count() > 3).findFirst().orElseThrow();
        Path work = Path.of("target", "groups-" + name + "-" + UUID.randomUUID());
        try (RecordingProxy proxy = RecordingProxy.start(target);
                RunningLockstep running = RunningLockstep.start(work.resolve("data"));
                Accounts accounts = new Accounts(target, TOKEN)) {
            LockstepClient lockstep = running.client();
            Steps.addPingboard(lockstep, proxy.baseUrl(), TOKEN);
            lockstep.patch("/api/v1/apps/" + Steps.APP, Map.of("groupsEnabled", true));
            Steps.importCompany(lockstep, company, work.resolve("company"));
            Steps.assign(lockstep, "group", Company.ALL_EMPLOYEES);
            String assignment = lockstep.post("/api/v1/apps/" + Steps.APP + "/assignments",
                    Map.of("principalType", "group", "principalId", team.objectId())).path("id").asString("");
            Steps.start(lockstep);
            Steps.awaitSteady(lockstep, Duration.ofMinutes(4));

            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                assertThat(groups(accounts).keySet()).containsExactlyInAnyOrder(Company.ALL_EMPLOYEES, team.objectId());
                assertThat(groups(accounts)).containsEntry(team.objectId(), withAccount(accounts, team.members()))
                        .containsEntry(Company.ALL_EMPLOYEES, withAccount(accounts, company.groups().get(Company.ALL_EMPLOYEES).members()));
            });
            long calls = proxy.journal().stream().map(Exchange::path).filter(path -> path.contains("/Groups/")).count();
            System.out.println(name + ": " + groups(accounts).values().stream().mapToInt(Set::size).sum() + " memberships in " + calls + " calls");
            assertThat(calls).isLessThan(MOST_CALLS);

            whoComesLaterIsAMemberTheMomentTheAccountIsThere(lockstep, accounts, team.objectId());
            whoLeavesIsNoMember(lockstep, accounts, team.objectId());
            anUnassignedGroupGoes(lockstep, accounts, assignment, team.objectId());
            assertThat(Steps.activities(lockstep, "&app=" + Steps.APP + "&status=failure")).isEmpty();
        }
    }

    private static void whoComesLaterIsAMemberTheMomentTheAccountIsThere(LockstepClient lockstep, Accounts accounts, String team) {
        post(lockstep, "late-joins", Change.Kind.GROUP_JOIN, team, Change.Operation.ADD_MEMBERS, Map.of(), List.of("late"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(waiting(lockstep)).contains(team + "/late"));
        assertThat(groups(accounts).get(team)).doesNotContain("late");

        post(lockstep, "late-comes", Change.Kind.JOIN, "late", Change.Operation.UPSERT,
                Map.of("userPrincipalName", "late@harbourpine.example", "displayName", "Late Comer", "givenName", "Late", "surname", "Comer",
                        "mail", "late@harbourpine.example", "accountEnabled", true), List.of());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(groups(accounts).get(team)).contains("late"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(waiting(lockstep)).doesNotContain(team + "/late"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Steps.activities(lockstep, "&app=" + Steps.APP + "&status=success"))
                .anyMatch(activity -> activity.path("objectId").asString("").equals(team + "/late") && activity.path("action").asString("").equals("update")));
    }

    private static void whoLeavesIsNoMember(LockstepClient lockstep, Accounts accounts, String team) {
        post(lockstep, "late-leaves", Change.Kind.GROUP_EXIT, team, Change.Operation.REMOVE_MEMBERS, Map.of(), List.of("late"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(groups(accounts).get(team)).isNotEmpty().doesNotContain("late"));
    }

    private static void anUnassignedGroupGoes(LockstepClient lockstep, Accounts accounts, String assignment, String team) {
        lockstep.delete("/api/v1/apps/" + Steps.APP + "/assignments/" + LockstepClient.encoded(assignment));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(groups(accounts)).containsOnlyKeys(Company.ALL_EMPLOYEES));
        Steps.awaitSteady(lockstep, Duration.ofMinutes(1));
    }

    private static void post(LockstepClient lockstep, String id, Change.Kind kind, String objectId, Change.Operation operation, Map<String, Object> attributes,
            List<String> members) {
        Steps.post(lockstep, new Change(id, kind, id, "late", objectId, operation, attributes, members));
    }

    private static List<String> waiting(LockstepClient lockstep) {
        return lockstep.get("/api/v1/waiting?app=" + Steps.APP + "&limit=500").path("items").valueStream().map(item -> item.path("objectId").asString("")).toList();
    }

    /** Group to its members in the application, by their object ids. */
    private static Map<String, Set<String>> groups(Accounts accounts) {
        Map<String, String> people = new HashMap<>();
        accounts.users().byName().values().forEach(user -> people.put(user.path("id").asString(""), user.path("externalId").asString("")));
        return accounts.groups().byName().values().stream().collect(Collectors.toMap(group -> group.path("externalId").asString(""),
                group -> group.path("members").valueStream().map(member -> people.getOrDefault(member.path("value").asString(""), "nobody"))
                        .collect(Collectors.toCollection(TreeSet::new))));
    }

    private static Set<String> withAccount(Accounts accounts, Set<String> members) {
        Set<String> there = accounts.users().byName().values().stream().map((JsonNode user) -> user.path("externalId").asString("")).collect(Collectors.toSet());
        return members.stream().filter(there::contains).collect(Collectors.toCollection(TreeSet::new));
    }
}
