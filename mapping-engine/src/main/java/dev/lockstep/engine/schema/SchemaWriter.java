package dev.lockstep.engine.schema;

import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.Source;
import dev.lockstep.engine.scope.Clause;
import dev.lockstep.engine.scope.FilterGroup;
import dev.lockstep.engine.syntax.Expression;
import dev.lockstep.engine.syntax.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes object mappings as a synchronization schema document, in the shape that exports have. */
public final class SchemaWriter {
  private static final String SOURCE_DIRECTORY = "Azure Active Directory";
  /** What Entra calls the target of every SCIM job. */
  private static final String TARGET_DIRECTORY = "customappsso";

  private SchemaWriter() {}

  /** A whole document without directory definitions, so that names are not checked by it. */
  public static Map<String, Object> document(String id, String version, List<ObjectMapping> mappings) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", id);
    rule.put("name", "USER_OUTBOUND_USER");
    rule.put("priority", 1);
    rule.put("editable", true);
    rule.put("sourceDirectoryName", SOURCE_DIRECTORY);
    rule.put("targetDirectoryName", TARGET_DIRECTORY);
    rule.put("metadata", List.of());
    rule.put("objectMappings", mappings.stream().map(SchemaWriter::objectMapping).toList());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id);
    document.put("version", version);
    document.put("synchronizationRules", List.of(rule));
    document.put("directories", List.of());
    return document;
  }

  public static Map<String, Object> objectMapping(ObjectMapping mapping) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("name", mapping.name());
    out.put("enabled", mapping.enabled());
    out.put("flowTypes", mapping.flowTypes().stream().sorted().map(FlowOperation::spelling).collect(Collectors.joining(", ")));
    out.put("sourceObjectName", mapping.sourceObject());
    out.put("targetObjectName", mapping.targetObject());
    out.put("metadata", List.of());
    out.put("scope", mapping.scope().isEmpty() ? null : scope(mapping.scope()));
    out.put("attributeMappings", mapping.attributeMappings().stream().map(SchemaWriter::attributeMapping).toList());
    return cast(out);
  }

  private static Map<String, Object> scope(List<FilterGroup> groups) {
    List<Object> written = new ArrayList<>();
    for (FilterGroup group : groups) {
      List<Object> clauses = new ArrayList<>();
      for (Clause clause : group.clauses()) {
        clauses.add(ordered("sourceOperandName", clause.attribute(), "operatorName", clause.operator(),
            "targetOperand", ordered("values", clause.values())));
      }
      written.add(ordered("name", group.name(), "clauses", clauses));
    }
    return ordered("groups", written, "inputFilterGroups", List.of(), "categoryFilterGroups", List.of());
  }

  public static Map<String, Object> attributeMapping(AttributeMapping mapping) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("targetAttributeName", mapping.target());
    out.put("matchingPriority", mapping.matchingPriority());
    out.put("flowType", mapping.flowType().spelling());
    out.put("flowBehavior", "FlowWhenChanged");
    out.put("defaultValue", mapping.defaultValue());
    out.put("exportMissingReferences", false);
    if (mapping.clearWhenNull()) {
      out.put("flowNullValues", true);
    }
    out.put("source", source(mapping.source()));
    return cast(out);
  }

  private static @Nullable Map<String, Object> source(Source source) {
    return switch (source) {
      case Source.None _ -> null;
      case Source.Direct(String attribute) -> node("Attribute", attribute, source.text());
      case Source.Constant(String value) -> node("Constant", value, source.text());
      case Source.Expression(String text) -> {
        Expression tree = Parser.parse(text, new ArrayList<>()).orElse(null);
        yield node("Function", tree instanceof Expression.Call call ? call.name() : "", text);
      }
    };
  }

  private static Map<String, Object> node(String type, String name, String expression) {
    return ordered("type", type, "name", name, "expression", expression, "parameters", List.of());
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      out.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return out;
  }

  @SuppressWarnings("unchecked") // JSON trees hold nulls, which the type of a tree does not say
  private static Map<String, Object> cast(Map<String, ?> tree) {
    return (Map<String, Object>) tree;
  }
}
