package dev.lockstep.engine.schema;

import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.MappingProblems;
import dev.lockstep.engine.mapping.MappingSet;
import dev.lockstep.engine.mapping.TargetType;
import dev.lockstep.engine.problem.NearMiss;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.scope.Clause;
import dev.lockstep.engine.scope.FilterGroup;
import dev.lockstep.engine.scope.FilterProblems;
import dev.lockstep.engine.scope.ScopingFilter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one object mapping of the document, and compiles it to find what is wrong with it. */
final class ObjectMappingReader {
  private final Definitions definitions;
  private final @Nullable String sourceDirectory;
  private final @Nullable String targetDirectory;

  ObjectMappingReader(Definitions definitions, @Nullable String sourceDirectory, @Nullable String targetDirectory) {
    this.definitions = definitions;
    this.sourceDirectory = sourceDirectory;
    this.targetDirectory = targetDirectory;
  }

  ObjectMapping read(JsonNode mapping) {
    String source = mapping.requiredText("sourceObjectName");
    String target = mapping.requiredText("targetObjectName");
    known(mapping, "sourceObjectName", source, sourceDirectory);
    known(mapping, "targetObjectName", target, targetDirectory);
    Map<String, TargetType> sourceAttributes = definitions.attributes(sourceDirectory, source);
    MappingReader reader = new MappingReader(sourceAttributes, definitions.attributes(targetDirectory, target));
    List<JsonNode> nodes = mapping.objects("attributeMappings");
    List<AttributeMapping> attributes = nodes.stream().map(reader::read).toList();
    compile(nodes, attributes);
    String name = mapping.text("name");
    return new ObjectMapping(name == null ? "" : name, source, target, mapping.flag("enabled", true), flowTypes(mapping), scope(mapping, sourceAttributes),
        attributes, mapping.pointer());
  }

  private void known(JsonNode mapping, String key, String object, @Nullable String directory) {
    List<String> objects = definitions.objects(directory);
    if (objects != null && !object.isEmpty() && !objects.contains(object)) {
      mapping.wrong(key, "The directory defines no object of this name."
          + (NearMiss.among(objects, object) == null ? "" : " Did you mean " + NearMiss.among(objects, object) + "?"));
    }
  }

  private static void compile(List<JsonNode> nodes, List<AttributeMapping> attributes) {
    try {
      MappingSet.compile(attributes);
    } catch (MappingProblems wrong) {
      for (var each : wrong.problems()) {
        boolean missingTarget = each.target().isEmpty();
        boolean ofMapping = each.problem().code() == ProblemCode.MAPPING;
        if (!missingTarget) {
          nodes.get(each.index()).report(ofMapping ? "targetAttributeName" : "source/expression", each.problem());
        }
      }
    }
  }

  private static Set<FlowOperation> flowTypes(JsonNode mapping) {
    EnumSet<FlowOperation> operations = EnumSet.noneOf(FlowOperation.class);
    String names = mapping.text("flowTypes");
    if (names == null) {
      return EnumSet.allOf(FlowOperation.class);
    }
    for (String name : names.split(",")) {
      FlowOperation operation = FlowOperation.of(name);
      if (operation != null) {
        operations.add(operation);
      } else if (!name.isBlank() && !name.strip().equalsIgnoreCase("none")) {
        mapping.wrong("flowTypes", "The flow types are Add, Update and Delete.");
      }
    }
    return operations;
  }

  private static List<FilterGroup> scope(JsonNode mapping, @Nullable Map<String, TargetType> attributes) {
    JsonNode scope = mapping.object("scope");
    if (scope == null) {
      return List.of();
    }
    for (String unsupported : List.of("inputFilterGroups", "categoryFilterGroups")) {
      if (!scope.objects(unsupported).isEmpty()) {
        scope.wrong(unsupported, "Only the filter groups in groups decide the scope here; move these clauses there.");
      }
    }
    List<FilterGroup> groups = new ArrayList<>();
    List<List<JsonNode>> nodes = new ArrayList<>();
    for (JsonNode group : scope.objects("groups")) {
      List<JsonNode> clauseNodes = group.objects("clauses");
      nodes.add(clauseNodes);
      String name = group.text("name");
      groups.add(new FilterGroup(name == null ? "" : name, clauseNodes.stream().map(clause -> clause(clause, attributes)).toList()));
    }
    try {
      ScopingFilter.of(groups);
    } catch (FilterProblems wrong) {
      for (var each : wrong.problems()) {
        nodes.get(each.group()).get(each.clause()).report("operatorName", Problem.of(ProblemCode.FILTER, each.message(), each.suggestion()));
      }
    }
    return groups;
  }

  private static Clause clause(JsonNode clause, @Nullable Map<String, TargetType> attributes) {
    JsonNode operand = clause.object("targetOperand");
    String attribute = clause.requiredText("sourceOperandName");
    if (attributes != null && !attribute.isEmpty() && !attributes.containsKey(attribute)) {
      clause.report("sourceOperandName", Problem.of(ProblemCode.UNKNOWN_ATTRIBUTE, "The source object has no attribute " + attribute + ".",
          NearMiss.among(attributes.keySet(), attribute)));
    }
    return new Clause(attribute, clause.requiredText("operatorName"), operand == null ? List.of() : operand.texts("values"));
  }
}
