package dev.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.e2e.harness.RandomChanges;
import dev.lockstep.e2e.harness.RunningLockstep;
import dev.lockstep.e2e.harness.Steps;
import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.standalone.demo.Expected;
import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.Effect;
import dev.lockstep.targets.RecordingProxy;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.targets.company.Change;
import dev.lockstep.targets.company.Company;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The running system is killed ({@code kill -9}) three times: twice in the initial sync of 1,000 people, once while changes
 * stream in. Another seed: {@code -Dcrash.seed=N}; {@code -Dcrash.people} and {@code -Dcrash.changes} say how much.
 */
class CrashE2E {
    private static final String TOKEN = "crash-token-1234567890";
    private static final int PEOPLE = Integer.getInteger("crash.people", 1_000);
    private static final int CHANGES = Integer.getInteger("crash.changes", 300);
    private static final Set<String> EFFECTS = Set.of("create", "update", "disable", "enable", "delete");

    @Test
    void after_three_kills_every_account_is_right_and_each_effect_stands_in_the_audit_once() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime() & 0xffff);
        System.out.println("crash test: seed " + seed + " (repeat with -Dcrash.seed=" + seed + ")");
        Random random = new Random(seed);
        Company company = Company.generate(seed, PEOPLE);
        Path work = Path.of("target", "crash-" + UUID.randomUUID());
        try (SampleApplication application = ScimSdkApplication.start(0, TOKEN, 10);
                RecordingProxy proxy = RecordingProxy.start(application.baseUrl());
                RunningLockstep running = RunningLockstep.start(work.resolve("data"), "lockstep.writer.deadline=3s", "lockstep.writer.connect-timeout=2s",
                        "lockstep.writer.takeover-grace=1s", "lockstep.writer.claim-window=3s")) {
            Steps.addPingboard(running.client(), proxy.baseUrl(), TOKEN);
            Steps.importCompany(running.client(), company, work.resolve("company"));
            Steps.assign(running.client(), "group", Company.ALL_EMPLOYEES);

            Steps.start(running.client());
            int[] thresholds = random.ints(2, 1, PEOPLE - 50).sorted().toArray();
            for (int threshold : thresholds) {
                killWhen(running, () -> proxy.effects().size() >= threshold, "after " + threshold + " accounts");
            }
            Steps.awaitSteady(running.client(), Duration.ofMinutes(4));
            Expected expected = new Expected();
            expected.see(company, company.peopleIn(Company.ALL_EMPLOYEES));

            Company evening = stream(running, company, new RandomChanges(random), random, expected);
            Steps.awaitSteady(running.client(), Duration.ofMinutes(2));

            assertAccountsAreRight(expected, application, evening);
            assertEachEffectIsAuditedOnce(running.client(), proxy, application);
        }
    }

    private static void killWhen(RunningLockstep running, BooleanSupplier moment, String name) {
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(2)).until(moment::getAsBoolean);
        running.kill();
        System.out.println("killed " + name);
        running.restart();
    }

    /** Posts the changes; an event whose answer the kill swallowed is posted again, as a source does. */
    private static Company stream(RunningLockstep running, Company company, RandomChanges changes, Random random, Expected expected) {
        int[] kills = random.ints(1, 10, CHANGES - 10).sorted().toArray();
        Company now = company;
        int killed = 0;
        List<Change> posted = new ArrayList<>();
        for (int n = 0; n < CHANGES; n++) {
            Change change = changes.next(now);
            now = now.after(change);
            expected.see(now, now.peopleIn(Company.ALL_EMPLOYEES));
            posted.add(change);
            if (killed < kills.length && n == kills[killed]) {
                killed++;
                postWhileBeingKilled(running, change);
                System.out.println("killed while change " + n + " was posted");
                // Whatever was accepted before may be sent again: it has no second effect.
                posted.subList(Math.max(0, posted.size() - 5), posted.size()).forEach(again -> Steps.post(running.client(), again));
            } else {
                Steps.post(running.client(), change);
            }
        }
        return now;
    }

    private static void postWhileBeingKilled(RunningLockstep running, Change change) {
        Thread post = Thread.ofVirtual().start(() -> {
            try {
                Steps.post(running.client(), change);
            } catch (UncheckedIOException | IllegalStateException | LockstepClient.Refused swallowed) {
                System.out.println("the answer was lost: " + swallowed.getClass().getSimpleName());
            }
        });
        running.kill();
        try {
            post.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.restart();
    }

    private static void assertAccountsAreRight(Expected expected, SampleApplication application, Company evening) {
        try (Accounts accounts = new Accounts(application.baseUrl(), TOKEN)) {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                Accounts.Listing listing = accounts.users();
                assertThat(listing.duplicates()).isEmpty();
                assertThat(expected.differences(listing.byName(), listing.total())).isEmpty();
            });
        }
        assertThat(evening.people()).isNotEmpty();
    }

    private static void assertEachEffectIsAuditedOnce(LockstepClient lockstep, RecordingProxy proxy, SampleApplication application) {
        Map<String, String> personOf = new HashMap<>();
        try (Accounts accounts = new Accounts(application.baseUrl(), TOKEN)) {
            accounts.users().byName().values().forEach(account -> personOf.put(account.path("id").asString(""), account.path("externalId").asString("")));
        }
        Map<String, Integer> committed = new HashMap<>();
        for (Effect effect : proxy.effects()) {
            committed.merge(personOf.getOrDefault(effect.resourceId(), effect.resourceId()) + " " + (effect.kind() == Effect.Kind.CREATE ? "create" : "change"), 1, Integer::sum);
        }
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
            Map<String, Integer> audited = new HashMap<>();
            List<JsonNode> activities = Steps.activities(lockstep, "&app=" + Steps.APP + "&status=success");
            activities.stream().filter(a -> EFFECTS.contains(a.path("action").asString(""))).forEach(a -> audited.merge(
                    a.path("objectId").asString("") + " " + (a.path("action").asString("").equals("create") ? "create" : "change"), 1, Integer::sum));
            List<String> differing = differing(committed, audited);
            assertThat(differing).as(() -> story(differing, proxy.effects(), personOf, Steps.activities(lockstep, "&app=" + Steps.APP))).isEmpty();
            assertThat(activities).extracting(a -> a.path("id").asString("")).doesNotHaveDuplicates();
        });
        System.out.println(committed.values().stream().mapToInt(Integer::intValue).sum() + " effects, each audited once");
    }

    /**
     * What both sides say of those who differ: a failure that comes once in fifty runs must explain itself.
     *
     * @param activities all of them, not only the successful ones
     */
    private static String story(List<String> differing, List<Effect> effects, Map<String, String> personOf, List<JsonNode> activities) {
        Set<String> people = differing.stream().map(line -> line.substring(0, line.indexOf(' '))).collect(Collectors.toSet());
        StringBuilder story = new StringBuilder();
        effects.stream().filter(effect -> people.contains(personOf.getOrDefault(effect.resourceId(), effect.resourceId())))
                .forEach(effect -> story.append("target: ").append(effect).append('\n'));
        activities.stream().filter(activity -> people.contains(activity.path("objectId").asString("")))
                .forEach(activity -> story.append("audit: ").append(activity).append('\n'));
        return story.toString();
    }

    private static List<String> differing(Map<String, Integer> committed, Map<String, Integer> audited) {
        List<String> found = new ArrayList<>();
        committed.forEach((key, count) -> {
            if (!count.equals(audited.get(key))) {
                found.add(key + ": " + count + " at the target, " + audited.get(key) + " in the audit");
            }
        });
        audited.forEach((key, count) -> {
            if (!committed.containsKey(key)) {
                found.add(key + ": none at the target, " + count + " in the audit");
            }
        });
        return found;
    }
}
