package dev.lockstep.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.Vectors;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.FlowType;
import dev.lockstep.engine.mapping.MappedAccount;
import dev.lockstep.engine.mapping.Source;
import dev.lockstep.engine.mapping.TargetType;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.schema.SchemaProblems.SchemaProblem;
import dev.lockstep.engine.scope.Clause;
import dev.lockstep.engine.scope.FilterGroup;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SyncSchemaTest {
  private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
  private final EvaluationContext context = EvaluationContext.at(Instant.EPOCH, new Random(1));

  @Test
  void an_exported_schema_is_read_and_comes_out_as_it_went_in() {
    Map<String, Object> document = Vectors.readObject("entra-schema-sample.json");

    SyncSchema schema = SyncSchema.parse(document);

    assertThat(schema.toJson()).isEqualTo(document);
    assertThat(SyncSchema.parse(schema.toJson()).toJson()).isEqualTo(document);
    assertThat(schema.objectMappings()).extracting(ObjectMapping::sourceObject).containsExactly("Group", "User");
    assertThat(schema.objectMappings()).allSatisfy(mapping -> assertThat(mapping.flowTypes()).isEqualTo(EnumSet.allOf(FlowOperation.class)));
  }

  @Test
  void the_mappings_of_an_exported_schema_are_understood() {
    ObjectMapping user = SyncSchema.parse(Vectors.readObject("entra-schema-sample.json")).objectMapping("User").orElseThrow();

    assertThat(user.scope()).extracting(FilterGroup::name).containsExactly("Employees in the Nordics", "Pilot");
    assertThat(user.attributeMappings()).contains(
        AttributeMapping.direct("userName", "userPrincipalName").matching(1).typed(TargetType.STRING),
        AttributeMapping.direct("externalId", "mailNickname").flowing(FlowType.OBJECT_ADD_ONLY).typed(TargetType.STRING),
        AttributeMapping.constant(ENTERPRISE + "organization", "Placeholder Org").typed(TargetType.STRING),
        AttributeMapping.of("userType", new Source.None()).orElse("Employee").typed(TargetType.STRING),
        AttributeMapping.reference(ENTERPRISE + "manager", "manager"));
  }

  @Test
  void an_exported_schema_runs_unchanged() {
    ObjectMapping user = SyncSchema.parse(Vectors.readObject("entra-schema-sample.json")).objectMapping("User").orElseThrow();
    Map<String, Object> ann = Map.of("userPrincipalName", "ann@contoso.com", "mail", "ann@contoso.com", "country", "NO", "IsSoftDeleted", false,
        "preferredLanguage", "nb-NO", "givenName", "Ann", "manager", "u-2", "extensionAttribute1", "Employee", "mailNickname", "ann",
        "appRoleAssignments", List.of(Map.of("value", "Admin", "displayName", "Admin")));

    MappedAccount account = user.mappings().map(ann, context);

    assertThat(user.filter().matches(ann)).isTrue();
    assertThat(user.filter().matches(Map.of("country", "US", "mail", "x@y.z"))).isFalse();
    assertThat(account.failures()).isEmpty();
    assertThat(account.attributes()).isEqualTo(Map.of("userName", "ann@contoso.com", "active", true, "emails[type eq \"work\"].value", "ann@contoso.com",
        "preferredLanguage", "nb_NO", "name.givenName", "Ann", "name.formatted", "Ann", ENTERPRISE + "organization", "Placeholder Org",
        "roles[primary eq \"True\"].value", "Admin", "addresses[type eq \"work\"].country", "NO"));
    assertThat(account.onCreateOnly()).isEqualTo(Map.of("name.familyName", ".", "externalId", "ann", "userType", "Employee"));
    assertThat(account.references()).isEqualTo(Map.of(ENTERPRISE + "manager", "u-2"));
  }

  @Test
  void every_problem_is_reported_with_its_pointer() {
    Map<String, Object> document = Map.of(
        "directories", List.of(Map.of("name", "AD", "objects", List.of(Map.of("name", "User", "attributes",
            List.of(Map.of("name", "department", "type", "String"), Map.of("name", "mail", "type", "String")))))),
        "synchronizationRules", List.of(Map.of("sourceDirectoryName", "AD", "targetDirectoryName", "app", "priority", "high", "objectMappings",
            List.of(Map.of("sourceObjectName", "User", "targetObjectName", "U", "enabled", "perhaps", "flowTypes", "Add, Erase",
                "scope", Map.of("groups", List.of(Map.of("name", "g", "clauses",
                    List.of(Map.of("sourceOperandName", "departmnt", "operatorName", "EQUALZ", "targetOperand", Map.of("values", List.of("x"))))))),
                "attributeMappings", List.of(
                    Map.of("targetAttributeName", "title", "source", Map.of("type", "Function", "expression", "Lower([mial])")),
                    Map.of("targetAttributeName", "title", "flowType", "Sometimes", "source", Map.of("type", "Function", "name", "Now")),
                    Map.of("source", "x")))))));

    List<SchemaProblem> problems = SyncSchema.check(document);

    String mappings = "/synchronizationRules/0/objectMappings/0";
    assertThat(problems).extracting(SchemaProblem::pointer).containsExactlyInAnyOrder(
        "/synchronizationRules/0/priority", mappings + "/enabled", mappings + "/flowTypes",
        mappings + "/scope/groups/0/clauses/0/sourceOperandName", mappings + "/scope/groups/0/clauses/0/operatorName",
        mappings + "/attributeMappings/0/source/expression", mappings + "/attributeMappings/0/source/expression",
        mappings + "/attributeMappings/1/targetAttributeName", mappings + "/attributeMappings/1/flowType",
        mappings + "/attributeMappings/1/source/expression",
        mappings + "/attributeMappings/2/targetAttributeName", mappings + "/attributeMappings/2/source");
    assertThat(problems).filteredOn(each -> each.problem().code() == ProblemCode.UNKNOWN_ATTRIBUTE)
        .extracting(each -> each.problem().suggestion()).containsExactlyInAnyOrder("mail", "department");
    assertThat(problems).filteredOn(each -> each.problem().code() == ProblemCode.UNKNOWN_FUNCTION)
        .extracting(each -> each.problem().suggestion()).containsExactly("ToLower");
  }

  @Test
  void a_document_that_is_no_schema_is_refused() {
    assertThatThrownBy(() -> SyncSchema.parse(Map.of("value", 1))).isInstanceOf(SchemaProblems.class).hasMessageContaining("/synchronizationRules");
  }

  @Test
  void what_is_written_is_read_back() {
    ObjectMapping mapping = new ObjectMapping("Users", "User", "U", true, EnumSet.of(FlowOperation.ADD, FlowOperation.UPDATE),
        List.of(new FilterGroup("g", List.of(Clause.of("department", "EQUALS", "Sales")))),
        List.of(
            AttributeMapping.direct("userName", "mail").matching(1),
            AttributeMapping.expression("active", "Not([IsSoftDeleted])"),
            AttributeMapping.constant("title", "say \"hi\" \\").clearingWhenNull(),
            AttributeMapping.of("userType", new Source.None()).orElse("Employee"),
            AttributeMapping.direct("externalId", "objectId").flowing(FlowType.OBJECT_ADD_ONLY)),
        "/synchronizationRules/0/objectMappings/0");

    SyncSchema schema = SyncSchema.parse(SchemaWriter.document("1", "v1", List.of(mapping)));

    assertThat(schema.objectMappings()).containsExactly(mapping);
  }
}
