package dev.lockstep.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.problem.ProblemCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MappingSetTest {
  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
  private final EvaluationContext context = EvaluationContext.at(Instant.parse("2026-07-02T15:33:38Z"), new Random(1));

  static List<AttributeMapping> defaultMappings() {
    return List.of(
        AttributeMapping.direct("userName", "userPrincipalName").matching(1),
        AttributeMapping.expression("active", "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")"),
        AttributeMapping.direct("displayName", "displayName"),
        AttributeMapping.direct("title", "jobTitle"),
        AttributeMapping.direct("emails[type eq \"work\"].value", "mail").matching(2),
        AttributeMapping.expression("preferredLanguage", "Replace([preferredLanguage], \"-\", , , \"_\", , )"),
        AttributeMapping.direct("name.givenName", "givenName"),
        AttributeMapping.direct("name.familyName", "surname").orElse("."),
        AttributeMapping.expression("name.formatted", "Join(\" \", [givenName], [surname])"),
        AttributeMapping.direct("addresses[type eq \"work\"].formatted", "physicalDeliveryOfficeName"),
        AttributeMapping.direct("addresses[type eq \"work\"].streetAddress", "streetAddress"),
        AttributeMapping.direct("addresses[type eq \"work\"].locality", "city"),
        AttributeMapping.direct("addresses[type eq \"work\"].region", "state"),
        AttributeMapping.direct("addresses[type eq \"work\"].postalCode", "postalCode"),
        AttributeMapping.direct("addresses[type eq \"work\"].country", "country"),
        AttributeMapping.direct("phoneNumbers[type eq \"work\"].value", "telephoneNumber"),
        AttributeMapping.direct("phoneNumbers[type eq \"mobile\"].value", "mobile"),
        AttributeMapping.direct("phoneNumbers[type eq \"fax\"].value", "facsimileTelephoneNumber"),
        AttributeMapping.direct("externalId", "mailNickname"),
        AttributeMapping.direct(ENTERPRISE + "employeeNumber", "employeeId"),
        AttributeMapping.direct(ENTERPRISE + "department", "department"),
        AttributeMapping.direct(ENTERPRISE + "costCenter", "costCentre"),
        AttributeMapping.constant(ENTERPRISE + "organization", "Contoso"),
        AttributeMapping.reference(ENTERPRISE + "manager", "manager"));
  }

  static Map<String, Object> fullUser() {
    Map<String, Object> user = new HashMap<>();
    user.put("objectId", "u-1");
    user.put("userPrincipalName", "ann.lee@contoso.com");
    user.put("IsSoftDeleted", false);
    user.put("displayName", "Ann Lee");
    user.put("jobTitle", "Engineer");
    user.put("mail", "ann.lee@contoso.com");
    user.put("preferredLanguage", "en-US");
    user.put("givenName", "Ann");
    user.put("surname", "Lee");
    user.put("physicalDeliveryOfficeName", "HQ 4.12");
    user.put("streetAddress", "1 Main Street");
    user.put("city", "Oslo");
    user.put("state", "Oslo");
    user.put("postalCode", "0150");
    user.put("country", "NO");
    user.put("telephoneNumber", "+47 22 00 00 00");
    user.put("mobile", "+47 900 00 000");
    user.put("facsimileTelephoneNumber", "+47 22 00 00 01");
    user.put("mailNickname", "ann.lee");
    user.put("employeeId", "1007");
    user.put("department", "R&D");
    user.put("costCentre", "4711");
    user.put("manager", "u-2");
    return user;
  }

  @Test
  void the_default_mappings_fill_a_whole_account() {
    MappedAccount account = MappingSet.compile(defaultMappings()).map(fullUser(), context);

    assertThat(account.failures()).isEmpty();
    assertThat(account.attributes())
        .hasSize(23)
        .containsEntry("userName", "ann.lee@contoso.com")
        .containsEntry("active", true)
        .containsEntry("preferredLanguage", "en_US")
        .containsEntry("name.formatted", "Ann Lee")
        .containsEntry(ENTERPRISE + "organization", "Contoso");
    assertThat(account.attributes().keySet()).startsWith("userName", "active", "displayName");
    assertThat(account.references()).isEqualTo(Map.of(ENTERPRISE + "manager", "u-2"));
    assertThat(account.matching())
        .containsExactly(new MatchKey("userName", "ann.lee@contoso.com"), new MatchKey("emails[type eq \"work\"].value", "ann.lee@contoso.com"));
    assertThat(account.onCreateOnly()).isEmpty();
    assertThat(account.cleared()).isEmpty();
  }

  @Test
  void a_leaver_becomes_inactive() {
    Map<String, Object> user = fullUser();
    user.put("IsSoftDeleted", "True");

    assertThat(MappingSet.compile(defaultMappings()).map(user, context).attributes()).containsEntry("active", false);
  }

  @Test
  void an_attribute_without_a_value_does_not_flow() {
    Map<String, Object> user = fullUser();
    user.remove("jobTitle");
    user.put("mobile", null);
    user.remove("manager");

    MappedAccount account = MappingSet.compile(defaultMappings()).map(user, context);

    assertThat(account.attributes()).doesNotContainKeys("title", "phoneNumbers[type eq \"mobile\"].value").hasSize(21);
    assertThat(account.references()).isEmpty();
    assertThat(account.cleared()).isEmpty();
  }

  @Test
  void a_mapping_that_clears_says_so_when_the_source_is_null_or_empty() {
    MappingSet set = MappingSet.compile(List.of(
        AttributeMapping.direct("title", "jobTitle").clearingWhenNull(),
        AttributeMapping.direct("nickName", "nick").clearingWhenNull(),
        AttributeMapping.reference(ENTERPRISE + "manager", "manager").clearingWhenNull(),
        AttributeMapping.expression("department", "IgnoreFlowIfNullOrEmpty([department])").clearingWhenNull()));

    MappedAccount account = set.map(Map.of("nick", ""), context);

    assertThat(account.cleared()).containsExactly("title", "nickName", ENTERPRISE + "manager");
    assertThat(account.attributes()).isEmpty();
  }

  @Test
  void a_default_value_is_used_only_on_creation() {
    MappingSet set = MappingSet.compile(List.of(
        AttributeMapping.direct("name.familyName", "surname").orElse("."),
        AttributeMapping.of("userType", new Source.None()).orElse("Employee"),
        AttributeMapping.direct("active", "enabled").orElse("True"),
        AttributeMapping.direct("title", "jobTitle").orElse("none")));

    MappedAccount account = set.map(Map.of("jobTitle", "Engineer"), context);

    assertThat(account.attributes()).isEqualTo(Map.of("title", "Engineer"));
    assertThat(account.onCreateOnly()).isEqualTo(Map.of("name.familyName", ".", "userType", "Employee", "active", true));
    assertThat(account.attributesOnCreate()).hasSize(4);
  }

  @Test
  void a_mapping_for_creation_stays_out_of_updates() {
    MappingSet set = MappingSet.compile(List.of(
        AttributeMapping.direct("externalId", "mailNickname").flowing(FlowType.OBJECT_ADD_ONLY),
        AttributeMapping.expression("userName", "SelectUniqueValue([mailNickname], Append([mailNickname], \"2\"))")));

    MappedAccount account = set.map(Map.of("mailNickname", "joe"), context.withTaken((target, value) -> target.equals("userName") && value.equals("joe")));

    assertThat(account.attributes()).isEmpty();
    assertThat(account.onCreateOnly()).isEqualTo(Map.of("externalId", "joe", "userName", "joe2"));
  }

  @Test
  void a_failure_is_named_and_the_other_attributes_flow() {
    MappingSet set = MappingSet.compile(List.of(
        AttributeMapping.expression("title", "FormatDateTime([hired], , \"yyyy-MM-dd\", \"yyyy\")"),
        AttributeMapping.direct("active", "state"),
        AttributeMapping.direct("displayName", "displayName")));

    MappedAccount account = set.map(Map.of("hired", "secret", "state", "secret", "displayName", "Ann"), context);

    assertThat(account.attributes()).isEqualTo(Map.of("displayName", "Ann"));
    assertThat(account.failures()).extracting(MappingFailure::target).containsExactly("title", "active");
    assertThat(account.failures().getFirst().problem().code()).isEqualTo(ProblemCode.EVALUATION);
    assertThat(account.failures().getFirst().problem().position()).isEqualTo(15);
    assertThat(account.failures().toString()).doesNotContain("secret");
  }

  @Test
  void a_redacted_value_flows_and_is_masked_for_logs() {
    MappedAccount account = MappingSet.compile(List.of(AttributeMapping.expression("userName", "Redact([mail])"))).map(Map.of("mail", "a@b.c"), context);

    assertThat(account.attributes()).isEqualTo(Map.of("userName", "a@b.c"));
    assertThat(account.redacted()).isEqualTo(Map.of("userName", "[Redact]"));
  }

  @Test
  void values_become_what_the_target_type_wants() {
    MappingSet set = MappingSet.compile(List.of(
        AttributeMapping.expression("a", "Len([x])").typed(TargetType.STRING),
        AttributeMapping.direct("b", "n").typed(TargetType.INTEGER),
        AttributeMapping.expression("c", "CDate([d])").typed(TargetType.DATE_TIME),
        AttributeMapping.direct("d", "f").typed(TargetType.BOOLEAN),
        AttributeMapping.direct("e", "n2"),
        AttributeMapping.expression("tags", "Split([x], \",\")"),
        AttributeMapping.expression("roles", "AppRoleAssignmentsComplex([appRoleAssignments])")));

    Map<String, Object> source = Map.of("x", "a,b", "n", "42", "d", "2024-02-29", "f", "TRUE", "n2", 7,
        "appRoleAssignments", List.of(Map.of("value", "Admin", "displayName", "Administrator")));
    MappedAccount account = set.map(source, context);

    assertThat(account.failures()).isEmpty();
    assertThat(account.attributes()).isEqualTo(Map.of("a", "3", "b", 42, "c", "2024-02-29T00:00:00Z", "d", true, "e", 7, "tags", List.of("a", "b"),
        "roles", List.of(Map.of("primary", false, "type", "WindowsAzureActiveDirectoryRole", "display", "Administrator", "value", "Admin"))));
  }

  @Test
  void all_problems_of_all_mappings_are_reported_with_their_index() {
    List<AttributeMapping> wrong = List.of(
        AttributeMapping.expression("title", "Frobnicate([a]) "),
        AttributeMapping.direct("title", "jobTitle"),
        AttributeMapping.direct("id", "objectId"),
        AttributeMapping.direct("emails[type eq work", "mail"),
        AttributeMapping.expression("userName", "SelectUniqueValue([a], [b])").matching(1),
        AttributeMapping.constant("active", "maybe"),
        AttributeMapping.direct("nickName", " "));

    assertThatThrownBy(() -> MappingSet.compile(wrong)).isInstanceOfSatisfying(MappingProblems.class, problems -> {
      assertThat(problems.problems()).extracting(MappingProblems.MappingProblem::index).containsExactly(0, 1, 2, 3, 4, 5, 6);
      assertThat(problems.problems().getFirst().problem().code()).isEqualTo(ProblemCode.UNKNOWN_FUNCTION);
      assertThat(problems.problems().get(4).problem().code()).isEqualTo(ProblemCode.PLACEMENT);
    });
  }

  @Test
  void the_attributes_that_a_set_reads_are_known() {
    assertThat(MappingSet.compile(defaultMappings()).sourceAttributes())
        .contains("userPrincipalName", "IsSoftDeleted", "givenName", "surname", "manager")
        .doesNotContain("objectId")
        .isInstanceOf(Set.class);
  }

  @Test
  void a_list_of_references_travels_on_its_own() {
    MappedAccount account = MappingSet.compile(List.of(AttributeMapping.reference("members", "members"))).map(Map.of("members", List.of("a", "b")), context);

    assertThat(account.references()).isEmpty();
    assertThat(account.attributes()).isEmpty();
    assertThat(account.failures()).isEmpty();
  }

  @Test
  void a_preview_says_what_became_of_each_mapping() {
    MappingSet set = MappingSet.compile(List.of(
        AttributeMapping.direct("userName", "mail"),
        AttributeMapping.direct("externalId", "objectId").flowing(FlowType.OBJECT_ADD_ONLY),
        AttributeMapping.direct("title", "jobTitle").orElse("none"),
        AttributeMapping.direct("nickName", "nick").clearingWhenNull(),
        AttributeMapping.direct("locale", "locale"),
        AttributeMapping.reference(ENTERPRISE + "manager", "manager"),
        AttributeMapping.expression("active", "Item([mail], 0)")));

    List<MappedValue> preview = set.trace(Map.of("mail", "a@b.c", "objectId", "1", "manager", "2"), context).values();

    assertThat(preview).extracting(MappedValue::outcome).containsExactly(MappedValue.Outcome.FLOWS, MappedValue.Outcome.ON_CREATE,
        MappedValue.Outcome.DEFAULT_ON_CREATE, MappedValue.Outcome.CLEARED, MappedValue.Outcome.NOT_FLOWED, MappedValue.Outcome.REFERENCE,
        MappedValue.Outcome.FAILED);
    assertThat(preview).extracting(MappedValue::source).startsWith("[mail]", "[objectId]");
  }

  @Test
  void a_trace_tells_where_each_value_came_from() {
    MappingSet set = MappingSet.compile(List.of(
        AttributeMapping.expression("displayName", "Join(\" \", [givenName], [surname])"),
        AttributeMapping.constant("userType", "Employee"),
        AttributeMapping.expression("title", "IgnoreFlowIfNullOrEmpty([jobTitle])").orElse("Staff"),
        AttributeMapping.direct("nickName", "nick").clearingWhenNull().orElse("Nick"),
        AttributeMapping.of("locale", new Source.None()).orElse("en-US"),
        AttributeMapping.expression("externalId", "Redact([id])"),
        AttributeMapping.expression("active", "Item([id], 0)")));
    Map<String, Object> user = Map.of("givenName", "Ann", "id", "7");

    MappingTrace trace = set.trace(user, context);

    assertThat(trace.account()).isEqualTo(set.map(user, context));
    List<MappedValue> values = trace.values();
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("givenName", "Ann");
    names.put("surname", null);
    assertThat(values.getFirst()).isEqualTo(new MappedValue("displayName", MappedValue.Kind.EXPRESSION, "Join(\" \", [givenName], [surname])", names,
        MappedValue.Outcome.FLOWS, "Ann", false, false, null));
    assertThat(values).extracting(MappedValue::kind).containsExactly(MappedValue.Kind.EXPRESSION, MappedValue.Kind.CONSTANT, MappedValue.Kind.EXPRESSION,
        MappedValue.Kind.DIRECT, MappedValue.Kind.NONE, MappedValue.Kind.EXPRESSION, MappedValue.Kind.EXPRESSION);
    assertThat(values).extracting(MappedValue::value).containsExactly("Ann", "Employee", null, "Nick", "en-US", "7", null);
    assertThat(values).extracting(MappedValue::defaultApplied).containsExactly(false, false, false, true, true, false, false);
    assertThat(values).extracting(MappedValue::ignored).containsExactly(false, false, true, false, false, false, false);
    assertThat(values).extracting(MappedValue::cleared).containsExactly(false, false, false, true, false, false, false);
    assertThat(values).extracting(MappedValue::redacted).containsExactly(false, false, false, false, false, true, false);
    assertThat(values.getLast().problem()).isNotNull().satisfies(problem -> assertThat(problem.caret()).contains("Item([id], 0)"));
  }
}
