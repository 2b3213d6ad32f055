package dev.lockstep.mapping.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.desire.UserMapping.Mapped;
import dev.lockstep.mapping.gallery.GalleryFile;
import dev.lockstep.mapping.schema.SchemaDifference;
import dev.lockstep.mapping.schema.SchemaDifference.Part;
import dev.lockstep.mapping.schema.SchemaProblem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EngineSchemasTest {
    private static final EngineSchemas SCHEMAS = new EngineSchemas(JsonMapper.shared(), null);
    private static final String FIRST = new GalleryFile(JsonMapper.shared()).byId("scim").orElseThrow().schema();
    private static final Map<String, Object> ADA = new HashMap<>(Map.of("userPrincipalName", "ada@x", "displayName", "Ada", "jobTitle", "Engineer", "IsSoftDeleted", false));

    private static String title(String from, String to) {
        int at = FIRST.indexOf("\"targetAttributeName\":\"title\"");
        return FIRST.substring(0, at) + FIRST.substring(at).replaceFirst(from, to);
    }

    private static Mapped map(String schema) {
        return SCHEMAS.compile(schema).map(ADA, Instant.EPOCH, new Random(1));
    }

    @Test
    void differences_name_mapping_matching_filter_and_object() {
        String other = FIRST.replace("[jobTitle]", "ToUpper([jobTitle])").replace("\"flowTypes\":\"Add,Update,Delete\"", "\"flowTypes\":\"Update\"")
                .replace("\"scope\":null", "\"scope\":{\"groups\":[{\"name\":\"S\",\"clauses\":[{\"sourceOperandName\":\"department\",\"operatorName\":\"EQUALS\",\"targetOperand\":{\"values\":[\"Sales\"]}},{\"sourceOperandName\":\"mail\",\"operatorName\":\"IS NOT NULL\"}]}]}");
        int external = other.indexOf("\"targetAttributeName\":\"externalId\"");
        other = other.substring(0, external) + other.substring(external).replaceFirst("\"matchingPriority\":0", "\"matchingPriority\":2");

        assertThat(SCHEMAS.problems(other)).isEmpty();
        assertThat(SCHEMAS.differences(FIRST, other)).containsExactlyInAnyOrder(
                SchemaDifference.of(Part.object, "User", "flowTypes", "Add, Update, Delete", "Update"),
                SchemaDifference.of(Part.mapping, "User", "title", "[jobTitle]", "ToUpper([jobTitle])"),
                SchemaDifference.of(Part.matching, "User", "externalId", null, "precedence 2"),
                SchemaDifference.of(Part.filter, "User", "S", null, "department EQUALS Sales AND mail IS NOT NULL"));
        assertThat(SCHEMAS.differences(other, other)).isEmpty();
        assertThat(SCHEMAS.decideAlike(FIRST, other)).isFalse();
        assertThat(SCHEMAS.decideAlike(FIRST, FIRST.replace("\"editable\":true", "\"editable\":false"))).isTrue();
        assertThat(SCHEMAS.same(FIRST, FIRST.replace("\"editable\":true", "\"editable\":false"))).isFalse();
    }

    @Test
    void flow_types_and_flow_behaviour_become_conditions() {
        assertThat(SCHEMAS.compile(FIRST).conditions()).isEqualTo(Conditions.NONE);
        assertThat(SCHEMAS.compile(title("FlowWhenChanged", "FlowAlways").replace("Add,Update,Delete", "Add, Update")).conditions())
                .isEqualTo(new Conditions(Set.of(Operation.ADD, Operation.UPDATE), Set.of("title"), Set.of()));
        assertThat(SCHEMAS.differences(FIRST, title("FlowWhenChanged", "FlowAlways")).getFirst().after()).isEqualTo("[jobTitle], sent with every write");
    }

    @Test
    void what_applies_only_on_creation_is_no_part_of_an_update() {
        Mapped mapped = map(title("\"flowType\":\"Always\"", "\"flowType\":\"ObjectAddOnly\""));

        assertThat(mapped.attributes()).doesNotContainKey("title");
        assertThat(mapped.onCreateOnly()).containsEntry("title", "Engineer");
    }

    @Test
    void a_default_counts_on_creation_and_clearing_is_asked_for() {
        String quiet = title("\\[jobTitle]", "[employeeId]").replace("[jobTitle]", "[employeeId]");
        assertThat(map(quiet).cleared()).isEmpty();
        int at = FIRST.indexOf("\"targetAttributeName\":\"title\"");
        String clears = FIRST.substring(0, at) + FIRST.substring(at).replaceFirst("\\[jobTitle]", "[employeeId]").replaceFirst("\"flowBehavior\"", "\"flowNullValues\":true,\"flowBehavior\"");
        assertThat(SCHEMAS.problems(clears)).isEmpty();
        assertThat(map(clears).cleared()).containsExactly("title");
    }

    @Test
    void a_redacted_value_flows_and_is_marked() {
        Mapped mapped = map(FIRST.replace("\"[displayName]\"", "\"Redact([displayName])\""));

        assertThat(mapped.attributes()).containsEntry("displayName", "Ada");
        assertThat(mapped.redacted()).containsExactly("displayName");
    }

    @Test
    void the_mapping_of_users_cannot_be_switched_off() {
        assertThat(SCHEMAS.problems(FIRST.replace("\"enabled\":true", "\"enabled\":false"))).extracting(SchemaProblem::pointer).containsExactly("/synchronizationRules");
    }

    private static String withGroups(boolean enabled) {
        return FIRST.replace("\"objectMappings\":[", """
                "objectMappings":[{"enabled":%s,"name":"Provision Groups","sourceObjectName":"Group","targetObjectName":"urn:ietf:params:scim:schemas:core:2.0:Group",
                "flowTypes":"Add,Update","scope":null,"attributeMappings":[
                {"targetAttributeName":"displayName","source":{"expression":"Join(\\" \\", \\"App\\", [displayName])","type":"Function"},"matchingPriority":1,"flowType":"Always","flowBehavior":"FlowWhenChanged"},
                {"targetAttributeName":"externalId","source":{"expression":"[objectId]","type":"Attribute"},"matchingPriority":0,"flowType":"Always","flowBehavior":"FlowWhenChanged"},
                {"targetAttributeName":"members","source":{"expression":"[members]","type":"Attribute"},"matchingPriority":0,"flowType":"Always","flowBehavior":"FlowWhenChanged"}]},"""
                .formatted(enabled)).replaceFirst("\"directories\":\\[.*]", "\"directories\":[]");
    }

    @Test
    void a_mapping_of_groups_counts_without_its_members_and_without_one_the_usual_counts() {
        String schema = withGroups(true);
        assertThat(SCHEMAS.problems(schema)).isEmpty();
        Map<String, Object> staff = Map.of("objectId", "g1", "displayName", "Staff", "members", List.of("ada"));

        UserMapping groups = Objects.requireNonNull(SCHEMAS.compileGroups(schema));
        Mapped mapped = groups.map(staff, Instant.EPOCH, new Random(1));
        assertThat(mapped.attributes()).isEqualTo(Map.of("displayName", "App Staff", "externalId", "g1"));
        assertThat(mapped.userName()).isEqualTo("App Staff");
        assertThat(mapped.references()).isEmpty();
        assertThat(mapped.matching()).containsExactly(new DesiredAccount.MatchKey("displayName", "App Staff"));
        assertThat(groups.conditions().operations()).containsExactlyInAnyOrder(Operation.ADD, Operation.UPDATE);

        assertThat(Objects.requireNonNull(SCHEMAS.compileGroups(FIRST)).map(staff, Instant.EPOCH, new Random(1)).attributes())
                .isEqualTo(Map.of("displayName", "Staff", "externalId", "g1"));
        assertThat(SCHEMAS.compileGroups(withGroups(false))).as("switched off").isNull();
        assertThat(SCHEMAS.decideAlike(FIRST, schema)).isFalse();
                assertThat(SCHEMAS.decideAlike(schema, schema.replace("[objectId]\",\"type\"", "[mail]\",\"type\""))).isFalse();
    }

    @Test
    void problems_say_what_was_expected_and_meant() {
        List<SchemaProblem> problems = SCHEMAS.problems(FIRST.replace("\"[jobTitle]\"", "\"Mid([jobTitle])\"").replace("\"[displayName]\"", "\"Jion([displayName])\""));

        assertThat(problems).hasSizeGreaterThanOrEqualTo(2);
        assertThat(problems).anySatisfy(p -> {
            assertThat(p.code()).isEqualTo("arity");
            assertThat(p.expected()).startsWith("Mid(");
        });
        assertThat(problems).anySatisfy(p -> {
            assertThat(p.code()).isEqualTo("unknown-function");
            assertThat(p.suggestion()).isEqualTo("Join");
            assertThat(p.expected()).contains("/api/v1/expressions/functions");
        });
    }
}
