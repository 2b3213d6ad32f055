package dev.lockstep.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.contracts.codec.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    static Stream<Message> one_of_each() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("userName", "ada@example.org");
        attributes.put("active", true);
        attributes.put("emails", List.of(Map.of("type", "work", "value", "ada@example.org")));
        return Stream.of(
                new DirectoryChange(ObjectType.USER, DirectoryChange.Operation.UPSERT, "p-1", attributes, List.of(), "hr",
                        "e-1", 7L, NOON, NOON, null, "source:hr"),
                new Reevaluate(ObjectType.USER, "p-1", "pingboard", List.of("e-1"), Lane.BULK, "s-1", null, "token:admin"),
                new Reevaluate(ObjectType.GROUP, "g-1", null, List.of(), Lane.LIVE, null, null, "source:hr", null, List.of("p-1", "p-2")),
                new DesiredAccount("pingboard", ObjectType.USER, "p-1", DesiredAccount.State.PRESENT, 3, "ada@example.org",
                        attributes, Map.of("title", "Countess"), Set.of("nickName"), Map.of("manager", "p-2"),
                        List.of(new DesiredAccount.MatchKey("userName", "ada@example.org")), "assigned", "h", List.of("e-1"),
                        Lane.LIVE, null, null, "source:hr", NOON, NOON),
                new DesiredAccount("pingboard", ObjectType.USER, "p-1", DesiredAccount.State.PRESENT, 3, "ada@example.org",
                        attributes, Map.of(), Set.of(), Map.of(), List.of(), "assigned", "h", List.of("e-1"),
                        Lane.LIVE, null, null, "source:hr", NOON, NOON, new DesiredAccount.Conditions(
                                Set.of(DesiredAccount.Operation.UPDATE), Set.of("title"), Set.of("userName"))),
                new SyncMarker("pingboard", "s-1", 3, 8),
                new AccountOutcome("o-1", "pingboard", ObjectType.USER, "p-1", "ada@example.org", "42",
                        AccountOutcome.Result.RETRYING, AccountOutcome.Action.CREATE, 3, null, "assigned", List.of("e-1"),
                        Lane.LIVE, null, null, "source:hr", List.of(new AccountOutcome.Step("match", "success", "none")),
                        List.of(new AccountOutcome.Change("title", null, "Countess")),
                        new AccountOutcome.Failure("transient", "target-unavailable", "503", NOON),
                        new AccountOutcome.Http("POST", 503, 12), 1, new AccountOutcome.Timings(NOON, NOON, NOON, NOON)),
                new Activity("a-1", NOON, "admin", "success", "pingboard", null, null, "token:admin", List.of(), "app added",
                        List.of(), null, Map.of("template", "pingboard")),
                new AppConfig("pingboard", "Pingboard", "pingboard", 2, "https://x.example/scim", null,
                        AppConfig.TargetProfile.standard(), new AppConfig.Limits(8, 0), AppConfig.Provisioning.ON,
                        AppConfig.OnPurge.DELETE, new AppConfig.Notifications("ops@example.org", true),
                        new AppConfig.RemovalThreshold(20, 5)),
                new AppConfig("pingboard", "Pingboard", "pingboard", 2, "https://x.example/scim", null,
                        AppConfig.TargetProfile.standard(), new AppConfig.Limits(8, 0), AppConfig.Provisioning.ON,
                        AppConfig.OnPurge.DELETE, new AppConfig.Notifications("ops@example.org", true, "https://hooks.example/1"),
                        new AppConfig.RemovalThreshold(20, 5), new AppConfig.Policies(new AppConfig.Retry(List.of(5, 60), 28), AppConfig.Confirm.SAMPLED,
                                new AppConfig.Reconciliation(24, AppConfig.Drift.ALERT, Map.of("name.givenName", AppConfig.Drift.ACCEPT), AppConfig.Vanished.UNLINK))));
    }

    @Test
    void settings_of_an_older_version_have_the_usual_policies() {
        String old = """
                {"specversion":"1.0","id":"1","source":"mapping","type":"lockstep.app.config","subject":"a","time":"2026-03-02T12:00:00Z",
                 "data":{"app":"a","name":"A","template":"scim","configVersion":1,"limits":{"concurrency":4,"perSecond":0},"provisioning":"ON",
                         "onPurge":"DISABLE","notifications":{"onFailure":true},"removalThreshold":{"count":1,"percent":1}}}""";

        AppConfig read = (AppConfig) Codec.decode(old.getBytes(StandardCharsets.UTF_8)).data();

        assertThat(read.policies()).isEqualTo(AppConfig.Policies.STANDARD);
        assertThat(read.notifications().webhook()).isNull();
    }

    @ParameterizedTest
    @MethodSource("one_of_each")
    void every_message_comes_back_as_it_was_sent(Message message) {
        Envelope<?> sent = Codec.envelope("id-1", "test", "p-1", NOON, message);

        Envelope<?> received = Codec.decode(Codec.encode(sent));

        assertThat(received).isEqualTo(sent);
        assertThat(Codec.encode(received)).isEqualTo(Codec.encode(sent));
    }

    @Test
    void a_desire_of_an_older_version_has_no_conditions() {
        DesiredAccount old = new DesiredAccount("pingboard", ObjectType.USER, "p-1", DesiredAccount.State.PRESENT, 3, "ada@example.org",
                Map.of(), Map.of(), Set.of(), Map.of(), List.of(), "assigned", "h", List.of(), Lane.LIVE, null, null, "source:hr", NOON, NOON);
        byte[] sent = Codec.encode(Codec.envelope("id-1", "test", "p-1", NOON, old));

        assertThat(new String(sent, StandardCharsets.UTF_8)).doesNotContain("conditions");
        assertThat(((DesiredAccount) Codec.decode(sent).data()).conditionsOrNone()).isEqualTo(DesiredAccount.Conditions.NONE);
    }

    @Test
    void a_question_of_an_older_version_is_about_the_object_itself() {
        byte[] sent = Codec.encode(Codec.envelope("id-1", "test", "g-1", NOON,
                new Reevaluate(ObjectType.GROUP, "g-1", null, List.of(), Lane.LIVE, null, null, "source:hr")));

        assertThat(new String(sent, StandardCharsets.UTF_8)).doesNotContain("members");
        assertThat(((Reevaluate) Codec.decode(sent).data()).members()).isNull();
    }

    @Test
    void a_field_that_a_newer_version_added_does_not_disturb() {
        String newer = """
                {"specversion":"1.0","id":"1","source":"mapping","type":"lockstep.sync.marker","subject":"a",
                 "time":"2026-03-02T12:00:00Z","traceparent":"00-1",
                 "data":{"app":"a","syncId":"s","partition":0,"partitions":8,"colour":"blue"}}""";

        assertThat(Codec.decode(newer.getBytes(StandardCharsets.UTF_8)).data()).isEqualTo(new SyncMarker("a", "s", 0, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"type\":\"other\"}", "{\"type\":\"lockstep.sync.marker\"}",
            "{\"type\":\"lockstep.sync.marker\",\"data\":{\"partition\":\"x\"},\"id\":\"1\"}",
            "{\"id\":\"1\",\"source\":\"s\",\"subject\":\"a\",\"time\":\"yesterday\",\"type\":\"lockstep.sync.marker\",\"data\":{}}"})
    void what_is_no_message_of_ours_is_undecodable(String garbage) {
        assertThatThrownBy(() -> Codec.decode(garbage.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Undecodable.class);
    }
}
