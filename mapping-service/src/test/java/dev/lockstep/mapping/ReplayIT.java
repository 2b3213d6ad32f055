package dev.lockstep.mapping;

import static dev.lockstep.mapping.Running.admin;
import static dev.lockstep.mapping.Running.call;
import static dev.lockstep.mapping.Running.publish;
import static dev.lockstep.mapping.Running.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.Running.Answer;
import dev.lockstep.mapping.Running.Listening;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replays and parked messages through the whole service; the test answers in the writer's place. */
class ReplayIT {
    private static int runs;
    private Listening desires;
    private Listening activities;
    private String app = "";
    private final Set<String> answered = new HashSet<>();

    @BeforeEach
    void listen() {
        Running.SERVICE.isRunning();
        desires = new Listening(Topic.ACCOUNT_DESIRED);
        activities = new Listening(Topic.ACTIVITY);
        app = "replayed-" + ++runs;
        assertThat(admin("POST", "/api/v1/apps", """
                {"template": "pingboard", "name": "%s", "tenantUrl": "https://acme.example/scim/v2", "secretToken": "s3cr3t"}""".formatted(app)).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        admin("DELETE", "/api/v1/apps/" + app, null);
        desires.close();
        activities.close();
    }

    private void running(String prefix, int people) {
        publish(IntStream.range(0, people).mapToObj(n -> user(prefix + n, person(prefix + n))).toArray(DirectoryChange[]::new));
        assertThat(admin("PATCH", "/api/v1/apps/" + app, "{\"scope\": \"all\"}").status()).isEqualTo(200);
        assertThat(admin("POST", "/api/v1/apps/" + app + "/job/start", null).status()).isEqualTo(202);
        desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals(prefix + (people - 1)));
    }

    private static Map<String, Object> person(String id) {
        return Map.of("userPrincipalName", id + "@acme.example", "displayName", "P " + id, "accountEnabled", true);
    }

    private String open(String prefix, int people, int perSecond) {
        Answer opened = call("POST", "/internal/replays", "{\"kind\": \"failures\", \"filter\": {\"app\": \"%s\"}, \"perSecond\": %d, \"reason\": \"fixed\"}"
                .formatted(app, perSecond), Role.OPERATOR);
        assertThat(opened.status()).isEqualTo(201);
        String id = opened.body().path("id").asString();
        String items = String.join(",", IntStream.range(0, people).mapToObj(n ->
                "{\"app\": \"%s\", \"objectId\": \"%s\", \"failureId\": \"f%d\"}".formatted(app, prefix + n, n)).toList());
        for (int repeated = 0; repeated < 2; repeated++) {
            assertThat(admin("POST", "/internal/replays/" + id + "/items", "{\"items\": [" + items + "]}").status()).isEqualTo(204);
        }
        assertThat(admin("POST", "/internal/replays/" + id + "/begin", null).body().path("state").asString()).isEqualTo("running");
        return id;
    }

    /** Says of every desire of a replay that it was written. */
    private void answer(String id) {
        List<Outgoing> outcomes = desires.all(DesiredAccount.class).stream().filter(d -> id.equals(d.requestId()) && answered.add(d.key() + "@" + d.version()))
                .map(d -> {
                    Instant now = Instant.now();
                    AccountOutcome.Result result = d.objectId().endsWith("7") ? AccountOutcome.Result.REFUSED : AccountOutcome.Result.APPLIED;
                    AccountOutcome outcome = new AccountOutcome("op/" + d.key() + "/" + d.version(), d.app(), d.objectType(), d.objectId(), d.userName(), null,
                            result, AccountOutcome.Action.CREATE, d.version(), null, d.reason(), d.causes(), d.lane(), null, d.requestId(), d.initiator(),
                            List.of(), List.of(), result == AccountOutcome.Result.REFUSED
                                    ? new AccountOutcome.Failure("permanent", "invalid-value", "It was refused.", null) : null, null, 1,
                            new AccountOutcome.Timings(now, now, now, now));
                    return Outgoing.of(Topic.ACCOUNT_OUTCOMES, d.key(), Codec.envelope(outcome.factId(), "writer", d.key(), now, outcome));
                }).toList();
        Running.SERVICE.getBean(KafkaPublisher.class).publish(outcomes);
    }

    private JsonNode replay(String id) {
        return call("GET", "/api/v1/replays/" + id, null, Role.AUDITOR).body();
    }

    @Test
    void a_replay_of_300_failures_ends_with_exact_counts() {
        running("r", 300);
        String id = open("r", 300, 1000);

        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).until(() -> {
            answer(id);
            return replay(id).path("state").asString().equals("done");
        });

        JsonNode done = replay(id);
        assertThat(done.path("matched").asLong()).isEqualTo(300);
        assertThat(done.path("sent").asLong()).isEqualTo(300);
        assertThat(done.path("done").asLong()).isEqualTo(300);
        assertThat(done.path("failed").asLong()).isEqualTo(30);
        assertThat(done.path("results").path("create").asLong()).isEqualTo(270);
        assertThat(answered).hasSize(300);
        assertThat(desires.all(DesiredAccount.class).stream().filter(d -> id.equals(d.requestId())).map(DesiredAccount::lane).distinct()).containsExactly(Lane.REPLAY);
        JsonNode failed = call("GET", "/api/v1/replays/" + id + "/items?result=failed&limit=50", null, Role.OPERATOR).body();
        assertThat(failed.path("items").size()).isEqualTo(30);
        assertThat(failed.path("items").get(0).path("code").asString()).isEqualTo("invalid-value");
        assertThat(failed.path("nextCursor").isNull()).isTrue();
        JsonNode page = call("GET", "/api/v1/replays/" + id + "/items?limit=200", null, Role.OPERATOR).body();
        assertThat(admin("GET", "/api/v1/replays/" + id + "/items?limit=200&cursor=" + page.path("nextCursor").asString(), null).body().path("items").size()).isEqualTo(100);
        assertThat(admin("GET", "/api/v1/replays", null).body().path("items").get(0).path("id").asString()).isEqualTo(id);
        Activity ended = activities.next(Activity.class, a -> a.factId().equals("replay/" + id + "/ended"));
        assertThat(ended.detail()).containsEntry("reason", "fixed").containsKey("results");
        assertThat(activities.all(Activity.class)).filteredOn(a -> a.action().equals("replay")).extracting(Activity::factId)
                .containsExactly("replay/" + id + "/asked", "replay/" + id + "/ended");
    }

    @Test
    void cancelling_takes_effect_within_two_seconds() {
        running("c", 200);
        String id = open("c", 200, 20);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            answer(id);
            return replay(id).path("sent").asLong() >= 20;
        });

        long asked = System.nanoTime();
        Answer cancelled = call("POST", "/api/v1/replays/" + id + "/cancel", null, Role.OPERATOR);
        assertThat(cancelled.body().path("state").asString()).isEqualTo("cancelled");
        Activity fact = activities.next(Activity.class, a -> a.factId().equals("replay/" + id + "/cancelled"));

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        long sent = replay(id).path("sent").asLong();
        assertThat(((Number) fact.detail().get("sent")).longValue()).isEqualTo(sent).isLessThan(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            answer(id);
            return answered.size() == sent && replay(id).path("done").asLong() == sent;
        });
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).until(() -> desires.all(DesiredAccount.class).stream().filter(d -> id.equals(d.requestId())).count() == sent);
        assertThat(call("POST", "/internal/replays/" + id + "/items", "{\"items\": []}", Role.OPERATOR).status()).isEqualTo(409);
        assertThat(call("POST", "/api/v1/replays/" + id + "/cancel", null, Role.AUDITOR).status()).isEqualTo(403);
    }

    @Test
    void a_preview_tells_what_would_be_published_and_publishes_nothing() {
        running("p", 2);
        publish(Running.change(ObjectType.USER, Operation.SOFT_DELETE, "p1", Map.of(), List.of(), null));
        desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals("p1") && d.state() == DesiredAccount.State.DISABLED);

        Answer answer = call("POST", "/internal/replays/preview", """
                {"items": [{"app": "%1$s", "objectId": "p0"}, {"app": "%1$s", "objectId": "p1"}, {"app": "%1$s", "objectId": "nobody"}, {"app": "none", "objectId": "p0"}]}"""
                .formatted(app), Role.OPERATOR);

        assertThat(answer.status()).isEqualTo(200);
        JsonNode items = answer.body().path("items");
        assertThat(items.get(0).path("desired").path("state").asString()).isEqualTo("PRESENT");
        assertThat(items.get(0).path("desired").path("attributes").path("userName").asString()).isEqualTo("p0@acme.example");
        assertThat(items.get(1).path("desired").path("state").asString()).isEqualTo("DISABLED");
        assertThat(items.get(2).path("desired").isNull()).isTrue();
        assertThat(items.get(3).path("desired").isNull()).isTrue();
        assertThat(desires.all(DesiredAccount.class)).noneMatch(d -> d.requestId() != null);
        assertThat(admin("POST", "/internal/replays", "{\"kind\": \"failures\", \"perSecond\": 1001}").body().path("errors").get(0).path("pointer").asString()).isEqualTo("/perSecond");
        assertThat(admin("GET", "/api/v1/replays/replay-none", null).status()).isEqualTo(404);
    }

    @Test
    void past_events_of_a_source_are_previewed_and_decided_again() {
        publish(user("before", person("before")));
        running("t", 3);
        Instant from = Instant.now();
        publish(user("t0", person("t0")), Running.change(ObjectType.USER, Operation.SOFT_DELETE, "t1", Map.of(), List.of(), null),
                Running.change(ObjectType.GROUP, Operation.ADD_MEMBERS, "tg", Map.of(), List.of("t2"), null));
        desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals("t1") && d.state() == DesiredAccount.State.DISABLED);
        Instant to = Instant.now().plusMillis(1);
        String range = "\"from\": \"" + from + "\", \"to\": \"" + to + "\", \"app\": \"" + app + "\"";

        Answer preview = call("POST", "/api/v1/sources/hr/reprocess", "{" + range + ", \"dryRun\": true}", Role.OPERATOR);

        assertThat(preview.text()).isEqualTo("{\"events\":3,\"objects\":3,\"accounts\":3,\"memberships\":0,\"preview\":{\"present\":2,\"disabled\":1,\"deleted\":0,\"nothing\":0}}");
        assertThat(admin("POST", "/api/v1/sources/other/reprocess", "{" + range + ", \"dryRun\": true}").body().path("events").asLong()).isZero();
        Answer started = call("POST", "/api/v1/sources/hr/reprocess", "{" + range + ", \"perSecond\": 100}", Role.OPERATOR);
        assertThat(started.status()).isEqualTo(202);
        String id = started.body().path("replayId").asString();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            answer(id);
            return replay(id).path("state").asString().equals("done");
        });
        assertThat(replay(id).path("kind").asString()).isEqualTo("events");
        assertThat(replay(id).path("done").asLong()).isEqualTo(3);
        assertThat(desires.all(DesiredAccount.class)).filteredOn(d -> id.equals(d.requestId())).extracting(DesiredAccount::objectId).containsExactlyInAnyOrder("t0", "t1", "t2");
        assertThat(call("POST", "/api/v1/sources/hr/reprocess", "{" + range + "}", Role.AUDITOR).status()).isEqualTo(403);
        assertThat(admin("POST", "/api/v1/sources/hr/reprocess", "{}").status()).isEqualTo(400);
    }

    @Test
    void past_events_of_groups_are_decided_again_with_their_memberships() {
        running("w", 3);
        assertThat(admin("PATCH", "/api/v1/apps/" + app, "{\"groupsEnabled\": true}").status()).isEqualTo(200);
        publish(Running.change(ObjectType.GROUP, Operation.UPSERT, "wg", Map.of("displayName", "W"), List.of(), null),
                Running.change(ObjectType.GROUP, Operation.ADD_MEMBERS, "wg", Map.of(), List.of("w0", "w1"), null));
        desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals("wg/w1"));
        Instant from = Instant.now();
        publish(Running.change(ObjectType.GROUP, Operation.REMOVE_MEMBERS, "wg", Map.of(), List.of("w1"), null),
                Running.change(ObjectType.GROUP, Operation.ADD_MEMBERS, "wg", Map.of(), List.of("w2"), null),
                Running.change(ObjectType.GROUP, Operation.UPSERT, "wh", Map.of("displayName", "W too"), List.of(), null));
        desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals("wg/w1") && d.state() == DesiredAccount.State.DELETED);
        desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals("wg/w2"));
        desires.next(DesiredAccount.class, d -> d.app().equals(app) && d.objectId().equals("wh"));
        String range = "\"from\": \"" + from + "\", \"to\": \"" + Instant.now().plusMillis(1) + "\", \"app\": \"" + app + "\"";

        Answer preview = call("POST", "/api/v1/sources/hr/reprocess", "{" + range + ", \"dryRun\": true}", Role.OPERATOR);

        assertThat(preview.text()).isEqualTo("{\"events\":3,\"objects\":3,\"accounts\":5,\"memberships\":2,\"preview\":{\"present\":4,\"disabled\":0,\"deleted\":1,\"nothing\":0}}");
        Answer started = call("POST", "/api/v1/sources/hr/reprocess", "{" + range + ", \"perSecond\": 100}", Role.OPERATOR);
        assertThat(started.body().path("accounts").asLong()).isEqualTo(5);
        String id = started.body().path("replayId").asString();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            answer(id);
            return replay(id).path("state").asString().equals("done");
        });
        assertThat(replay(id).path("done").asLong()).isEqualTo(5);
        assertThat(desires.all(DesiredAccount.class)).filteredOn(d -> id.equals(d.requestId())).extracting(d -> d.objectId() + " " + d.state())
                .containsExactlyInAnyOrder("w1 PRESENT", "w2 PRESENT", "wh PRESENT", "wg/w1 DELETED", "wg/w2 PRESENT");
        assertThat(admin("GET", "/api/v1/replays/" + id + "/items", null).body().path("items").valueStream().map(item -> item.path("objectId").asString()))
                .containsExactly("w1", "w2", "wg/w1", "wg/w2", "wh");
    }

    @Test
    void a_parked_message_is_seen_masked_and_put_back() {
        KafkaPublisher publisher = Running.SERVICE.getBean(KafkaPublisher.class);
        byte[] broken = "{\"type\": \"odd\", \"mail\": \"ada@acme.example\"}".getBytes(StandardCharsets.UTF_8);
        publisher.send(new ProducerRecord<>(Topic.DIRECTORY_CHANGES.topicName(), 3, "odd-1", broken));
        String list = "/api/v1/parked?topic=directory.changes.v1&code=undecodable&by=mapping&state=parked";
        await().atMost(Duration.ofSeconds(20)).until(() -> admin("GET", list, null).body().path("items").size() > 0);
        JsonNode entry = admin("GET", list, null).body().path("items").get(0);
        assertThat(entry.path("key").asString()).isEqualTo("odd-1");
        assertThat(entry.path("origin").asString()).startsWith("directory.changes.v1-3@");
        assertThat(entry.path("times").asLong()).isEqualTo(1);
        String id = entry.path("id").asString();

        Answer seen = call("GET", "/api/v1/parked/" + id, null, Role.AUDITOR);

        assertThat(seen.body().path("content").path("structure").toString()).isEqualTo("{\"type\":\"text(3)\",\"mail\":\"text(16)\"}");
        assertThat(seen.text()).doesNotContain("acme");
        assertThat(call("POST", "/api/v1/parked/put-back", "{\"ids\": [\"" + id + "\"]}", Role.AUDITOR).status()).isEqualTo(403);
        assertThat(admin("POST", "/api/v1/parked/put-back", "{\"ids\": [\"" + id + "\"], \"dryRun\": true}").text()).isEqualTo("{\"matched\":1}");
        try (Listening changes = new Listening(Topic.DIRECTORY_CHANGES)) {
            Answer asked = call("POST", "/api/v1/parked/put-back", "{\"ids\": [\"" + id + "\"]}", Role.OPERATOR);
            assertThat(asked.status()).isEqualTo(202);
            assertThat(asked.text()).isEqualTo("{\"putBack\":1}");
            var back = changes.record(record -> "odd-1".equals(record.key()));
            assertThat(back.value()).isEqualTo(broken);
            assertThat(back.partition()).isEqualTo(3);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> admin("GET", "/api/v1/parked/" + id, null).body().path("state").asString().equals("putBack"));
        assertThat(activities.next(Activity.class, a -> a.factId().equals("put-back/" + id)).initiator()).isEqualTo("token:ann");
        // It is no better than before, so it is parked once more and says so.
        await().atMost(Duration.ofSeconds(20)).until(() -> admin("GET", list, null).body().path("items").size() > 0);
        assertThat(admin("GET", list, null).body().path("items").get(0).path("times").asLong()).isEqualTo(2);
        assertThat(admin("POST", "/api/v1/parked/put-back", "{\"filter\": {\"topic\": \"directory.changes.v1.parked\"}, \"dryRun\": true}").body().path("matched").asLong()).isEqualTo(1);
        assertThat(admin("POST", "/api/v1/parked/put-back", "{}").status()).isEqualTo(400);
        assertThat(admin("GET", "/api/v1/parked/none", null).status()).isEqualTo(404);
    }
}
