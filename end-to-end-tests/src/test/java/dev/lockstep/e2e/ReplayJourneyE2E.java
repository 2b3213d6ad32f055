package dev.lockstep.e2e;

import static dev.lockstep.standalone.client.LockstepClient.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.e2e.harness.Cli;
import dev.lockstep.e2e.harness.RunningLockstep;
import dev.lockstep.e2e.harness.Steps;
import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.Exchange;
import dev.lockstep.targets.RecordingProxy;
import dev.lockstep.targets.ScimSdkApplication;
import dev.lockstep.targets.company.Company;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator finds failures, mends their cause, previews a replay, changes his mind, and replays them; and sees to a message that nobody could use. */
class ReplayJourneyE2E {
    private static final String TOKEN = "replay-token-1234567890";
    /** More of them for figures: {@code -Dreplay.people=N}. */
    private static final int PEOPLE = Integer.getInteger("replay.people", 400);
    private static final int LIST = 500;
    /** One in so many is refused: fewer than what puts a whole app into quarantine. */
    private static final int ONE_IN = 5;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path WORK = Path.of("target", "replay-" + UUID.randomUUID());
    private static RunningLockstep running;

    @BeforeAll
    static void start() {
        running = RunningLockstep.start(WORK.resolve("data"));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void failures_are_previewed_cancelled_and_replayed_and_the_result_is_what_the_preview_said() throws Exception {
        Company company = Company.generate(11, PEOPLE);
        LockstepClient lockstep = running.client();
        Cli cli = new Cli(running, WORK);
        try (ScimSdkApplication application = ScimSdkApplication.start(0, TOKEN); RecordingProxy proxy = RecordingProxy.start(application.baseUrl());
                Accounts accounts = new Accounts(application.baseUrl(), TOKEN)) {
            proxy.onRequest(ReplayJourneyE2E::refuseSome);
            Steps.addPingboard(lockstep, proxy.baseUrl(), TOKEN);
            Steps.importCompany(lockstep, company, WORK.resolve("company"));
            Steps.assign(lockstep, "group", Company.ALL_EMPLOYEES);
            Steps.start(lockstep);
            Steps.awaitSteady(lockstep, Duration.ofSeconds(PEOPLE > 1_000 ? 400 : 120));
            long failed = Steps.job(lockstep).path("progress").path("failed").asLong();
            assertThat(failed).isGreaterThan(40);
            int before = accounts.users().total();

            JsonNode listed = cli.json(0, "failures", "list", "--app", Steps.APP, "--class", "permanent", "--code", "refused-value", "--limit", String.valueOf(LIST));
            assertThat(listed.path("items").size()).isEqualTo((int) Math.min(LIST, failed));
            assertThat(listed.path("items").get(0).path("next").asString("")).isNotEmpty();
            proxy.onRequest(request -> Behaviour.pass());
            String filter = "app=" + Steps.APP + ",class=permanent,code=refused-value";
            long asked = System.nanoTime();
            JsonNode whole = lockstep.post("/api/v1/failures/replay", Map.of("filter", Map.of("app", Steps.APP, "class", "permanent"), "dryRun", true));
            System.out.printf("previewed %d failures in %d ms%n", whole.path("matched").asLong(), (System.nanoTime() - asked) / 1_000_000);
            assertThat(whole.path("matched").asLong()).isEqualTo(failed);
            assertThat(whole.path("preview").path("create").asLong()).isEqualTo(failed);
            assertThat(accounts.users().total()).as("a dry run changes nothing").isEqualTo(before);

            long sent = cancelledAfterASecond(lockstep, proxy, cli.json(0, "replay", "--filter", filter, "--rate", "10", "--reason", "a slow one").path("replayId").asString());
            assertThat(sent).isBetween(1L, failed - 10);

            JsonNode preview = cli.json(0, "replay", "--filter", filter, "--dry-run").path("preview");
            long left = preview.path("create").asLong();
            assertThat(left).isBetween(failed - sent, failed - 1);
            JsonNode replay = cli.json(0, "replay", "--filter", filter, "--rate", "200", "--reason", "the licence was raised", "--wait");
            assertThat(replay.path("state").asString()).isEqualTo("done");
            assertThat(replay.path("matched").asLong()).isEqualTo(left);
            assertThat(replay.path("results").path("create").asLong()).as("preview equals result: %s", replay).isEqualTo(left);
            assertThat(replay.path("failed").asLong()).isZero();

            assertThat(accounts.users().total()).isEqualTo(before + (int) failed);
            assertThat(accounts.users().duplicates()).isEmpty();
            assertThat(lockstep.get("/api/v1/failures?app=" + Steps.APP).path("items")).isEmpty();
            theReportAndTheAuditTellOfIt(lockstep, replay.path("id").asString(), left);
        }
    }

    private static Behaviour refuseSome(Exchange request) {
        if (!request.method().equals("POST") || !request.path().endsWith("/Users")) {
            return Behaviour.pass();
        }
        String userName = JSON.readTree(request.body()).path("userName").asString("");
        return Math.floorMod(userName.hashCode(), ONE_IN) != 0 ? Behaviour.pass()
                : Behaviour.answer(400, Map.of("Content-Type", "application/scim+json"), """
                        {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidValue","detail":"No licence is left."}""");
    }

    /** @return how many had been sent when it ended */
    private static long cancelledAfterASecond(LockstepClient lockstep, RecordingProxy proxy, String id) {
        String path = "/api/v1/replays/" + encoded(id);
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100)).until(() -> lockstep.get(path).path("sent").asLong() >= 10);

        long asked = System.nanoTime();
        lockstep.post(path + "/cancel", Map.of());
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(50)).until(() -> lockstep.get(path).path("state").asString("").equals("cancelled"));
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        System.out.printf("cancelled in %d ms%n", took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(2));

        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(250))
                .until(() -> creates(proxy, asked + Duration.ofSeconds(2).toNanos()) == 0);
        return lockstep.get(path).path("sent").asLong();
    }

    /** Creates that reached the application after this moment of {@link System#nanoTime()}. */
    private static long creates(RecordingProxy proxy, long since) {
        java.time.Instant from = java.time.Instant.now().minusNanos(System.nanoTime() - since);
        return proxy.journal().stream().filter(e -> e.method().equals("POST") && e.path().endsWith("/Users") && e.time().isAfter(from)).count();
    }

    private static void theReportAndTheAuditTellOfIt(LockstepClient lockstep, String id, long accounts) {
        JsonNode report = lockstep.get("/api/v1/replays/" + encoded(id) + "/items?limit=500&result=create");
        assertThat(report.path("items").size()).isEqualTo((int) Math.min(LIST, accounts));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<JsonNode> facts = Steps.activities(lockstep, "&action=replay");
            assertThat(facts).extracting(fact -> fact.path("id").asString("")).doesNotHaveDuplicates();
            assertThat(facts).extracting(fact -> fact.path("summary").asString("")).contains("A replay of " + accounts + " failures was started, at most 200 a second.",
                    "A replay of " + accounts + " failures has ended; 0 of them failed.").anySatisfy(summary -> assertThat(summary).contains("was cancelled when"));
        });
    }

    @Test
    void a_message_that_nobody_can_use_is_listed_without_its_values_and_put_back() throws Exception {
        LockstepClient lockstep = running.client();
        Cli cli = new Cli(running, WORK);
        produce("directory.changes.v1", "poisoned-1", "{\"specversion\":\"1.0\",\"secret\":\"Ada Lovelace 1815\"}");

        String parkedBy = "mapping";
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(parked(lockstep, parkedBy)).isNotEmpty());
        String id = parked(lockstep, parkedBy).getFirst().path("id").asString();
        JsonNode list = lockstep.get("/api/v1/failures?class=parked&limit=500");
        assertThat(list.path("items").valueStream()).anySatisfy(item -> assertThat(item.path("id").asString("")).isEqualTo(id))
                .allSatisfy(item -> assertThat(item.path("class").asString("")).isEqualTo("parked"));
        JsonNode shown = cli.json(0, "parked", "show", id);
        assertThat(shown.toString()).contains("directory.changes.v1", "specversion").doesNotContain("Lovelace", "1815");
        assertThat(list.toString()).doesNotContain("Lovelace");

        assertThat(cli.json(0, "parked", "put-back", id, "--dry-run").path("matched").asLong()).isEqualTo(1);
        assertThat(cli.json(0, "parked", "put-back", id).path("putBack").asLong()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            assertThat(lockstep.get("/api/v1/parked/" + encoded(id)).path("state").asString("")).isEqualTo("putBack");
            assertThat(parked(lockstep, parkedBy)).as("still of no use, so parked once more").anySatisfy(again -> {
                assertThat(again.path("id").asString("")).isNotEqualTo(id);
                assertThat(again.path("times").asLong()).isGreaterThan(1);
            });
            assertThat(Steps.activities(lockstep, "&action=replay")).extracting(fact -> fact.path("summary").asString(""))
                    .contains("A message that mapping could not use was put back on directory.changes.v1.");
        });
        assertThat(cli.run("parked", "show", "no-such-message").exit()).isEqualTo(1);
        assertThat(cli.run("replay", "--filter", "colour=red").exit()).isEqualTo(2);
    }

    private static List<JsonNode> parked(LockstepClient lockstep, String by) {
        return lockstep.get("/api/v1/parked?topic=directory.changes.v1&by=" + by).path("items").valueStream().toList();
    }

    private static void produce(String topic, String key, String value) throws Exception {
        String log = Files.readString(WORK.resolve("data").resolve("lockstep.log"));
        String broker = log.lines().filter(line -> line.contains("the embedded broker is at ")).findFirst().orElseThrow()
                .replaceAll(".*the embedded broker is at (\\S+).*", "$1");
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", broker, "acks", "all"),
                new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value.getBytes(StandardCharsets.UTF_8))).get();
        }
    }
}
