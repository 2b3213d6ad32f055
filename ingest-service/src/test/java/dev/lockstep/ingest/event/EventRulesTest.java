package dev.lockstep.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.ingest.source.SettingsReader;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.web.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRulesTest {
    private static final String GOOD = """
            {"specversion":"1.0","id":"e1","source":"hr","type":"lockstep.directory.change","subject":"p1","time":"2026-01-01T01:00:00+01:00",
             "data":{"objectType":"user","operation":"merge","version":3,"attributes":{"displayName":"A","tags":["x",1,true],"title":null,"manager":"p2"}}}""";

    static Source source(String prefix) {
        return new Source("hr", SettingsReader.read(Map.of("idPrefix", prefix)), Source.Versions.UNSETTLED, Instant.EPOCH, Instant.EPOCH, null);
    }

    private static List<Checked> check(String body, boolean batch) {
        return EventReader.read(body.getBytes(StandardCharsets.UTF_8), batch).stream().map(read -> EventRules.check(source(""), read)).toList();
    }

    private static Checked one(String body) {
        return check(body, false).getFirst();
    }

    @Test
    void a_good_event_becomes_a_change() {
        Map<String, Object> attributes = new HashMap<>(Map.of("displayName", "A", "tags", List.of("x", 1L, true), "manager", "p2"));
        attributes.put("title", null);

        assertThat(one(GOOD)).isInstanceOfSatisfying(Checked.Event.class, event -> {
            assertThat(event.operation()).isEqualTo(Operation.MERGE);
            assertThat(event.objectId()).isEqualTo("p1");
            assertThat(event.attributes()).isEqualTo(attributes);
            assertThat(event.version()).isEqualTo(3);
            assertThat(event.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        });
    }

    @Test
    void a_whole_object_has_no_empty_attributes() {
        assertThat(one(GOOD.replace("merge", "upsert"))).isInstanceOfSatisfying(Checked.Event.class,
                event -> assertThat(event.attributes()).doesNotContainKey("title"));
    }

    @Test
    void a_prefix_goes_before_the_object_and_its_references() {
        Checked checked = EventRules.check(source("x-"), EventReader.read(GOOD.getBytes(StandardCharsets.UTF_8), false).getFirst());

        assertThat(checked).isInstanceOfSatisfying(Checked.Event.class, event -> {
            assertThat(event.objectId()).isEqualTo("x-p1");
            assertThat(event.attributes()).containsEntry("manager", "x-p2");
        });
    }

    @Test
    void the_order_of_keys_and_blanks_do_not_make_other_content_but_values_do() {
        String reordered = GOOD.replace("\"displayName\":\"A\",", "").replace("\"manager\":\"p2\"", "\"manager\" : \"p2\", \"displayName\":\"A\"");

        assertThat(((Checked.Event) one(reordered)).hash()).isEqualTo(((Checked.Event) one(GOOD)).hash());
        assertThat(((Checked.Event) one(GOOD.replace("[\"x\",1", "[\"x\",2"))).hash()).isNotEqualTo(((Checked.Event) one(GOOD)).hash());
        assertThat(((Checked.Event) one(GOOD.replace("\"A\"", "null"))).hash()).isNotEqualTo(((Checked.Event) one(GOOD)).hash());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"id\":\"e1\"|\"id\":\"\"|invalid|id",
        "\"id\":\"e1\",|''|missing|id",
        "\"1.0\"|\"0.3\"|not-supported|specversion",
        "directory.change|directory.other|not-supported|type",
        "\"subject\":\"p1\"|\"subject\":\"p 1\"|invalid|subject",
        "\"subject\":\"p1\"|\"subject\":\"a/b\"|invalid|subject",
        "\"subject\":\"p1\"|\"subject\":7|invalid|subject",
        "2026-01-01T01:00:00+01:00|2026-01-01 01:00|invalid|time",
        "\"user\"|\"robot\"|invalid|data.objectType",
        "\"merge\"|\"explode\"|invalid|data.operation",
        "\"merge\"|\"softDelete\"|invalid|data.attributes",
        "\"merge\"|\"addMembers\"|invalid|data.attributes",
        "\"version\":3|\"version\":-1|invalid|data.version",
        "\"version\":3|\"version\":1.5|invalid|data.version",
        "\"version\":3|\"version\":99999999999999999999|invalid|data.version",
        "displayName|display name|invalid-name|display name",
        "displayName|IsSoftDeleted|computed|IsSoftDeleted",
        "\"manager\":\"p2\"|\"manager\":[]|invalid|manager",
        "\"title\":null|\"title\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}|too-deep|title",
        "\"title\":null|\"title\":1e999|invalid|title"})
    void a_bad_event_is_named_with_code_and_attribute(String from, String to, String code, String attribute) {
        assertThat(one(GOOD.replace(from, to))).isInstanceOfSatisfying(Checked.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.attribute()).isEqualTo(attribute);
        });
    }

    @Test
    void members_belong_to_groups() {
        String members = GOOD.replaceAll("\"attributes\":\\{.*\\}\\}\\}", "\"members\":[\"p1\",\"p2\"]}}").replace("merge", "addMembers");

        assertThat(one(members)).isInstanceOfSatisfying(Checked.Rejected.class, r -> assertThat(r.attribute()).isEqualTo("data.objectType"));
        assertThat(one(members.replace("\"user\"", "\"group\""))).isInstanceOfSatisfying(Checked.Event.class,
                event -> assertThat(event.members()).containsExactly("p1", "p2"));
    }

    @Test
    void in_a_batch_each_event_stands_for_itself() {
        String doubled = GOOD.replace("\"displayName\":\"A\"", "\"displayName\":\"A\",\"displayName\":\"B\"");
        String deep = GOOD.replace("\"A\"", "[".repeat(200) + "]".repeat(200));
        String large = GOOD.replace("\"A\"", "\"" + "x".repeat(300_000) + "\"");

        List<Checked> checked = check("[" + String.join(",\n ", GOOD, doubled, deep, large, "7", "\"text\"", "null", GOOD.replace("e1", "é2")) + " ]", true);

        assertThat(checked).extracting(Checked::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(checked).extracting(c -> c instanceof Checked.Rejected r ? r.code() : "fine")
                .containsExactly("fine", "malformed", "too-deep", "too-large", "malformed", "malformed", "malformed", "fine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[", "{", "[{]", "{} {}", "[1] 2", "nonsense", "[1 2]"})
    void a_body_that_is_no_json_is_refused_whole(String body) {
        assertThatThrownBy(() -> check(body, body.startsWith("["))).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.code()).isEqualTo("malformed"));
    }

    @Test
    void a_batch_is_a_list_of_at_most_a_thousand() {
        assertThatThrownBy(() -> check(GOOD, true)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> check("[" + "1,".repeat(1_000) + "1]", true)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.status().value()).isEqualTo(413));
        assertThat(check("[]", true)).isEmpty();
    }
}
