package dev.lockstep.engine.schema;

import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.FlowType;
import dev.lockstep.engine.mapping.Source;
import dev.lockstep.engine.mapping.TargetType;
import dev.lockstep.engine.problem.NearMiss;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.syntax.Expression;
import dev.lockstep.engine.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one attribute mapping of the document. The expression's text counts, not the tree beside it; only where there is no text do
 * the type and the name.
 */
final class MappingReader {
  private final @Nullable Map<String, TargetType> sourceAttributes;
  private final @Nullable Map<String, TargetType> targetAttributes;

  MappingReader(@Nullable Map<String, TargetType> sourceAttributes, @Nullable Map<String, TargetType> targetAttributes) {
    this.sourceAttributes = sourceAttributes;
    this.targetAttributes = targetAttributes;
  }

  AttributeMapping read(JsonNode mapping) {
    String target = mapping.requiredText("targetAttributeName");
    known(mapping, "targetAttributeName", target, targetAttributes, "The target object");
    Source source = source(mapping);
    String flowName = mapping.text("flowType");
    FlowType flow = flowName == null ? FlowType.ALWAYS : FlowType.of(flowName);
    if (flow == null) {
      mapping.wrong("flowType", "There is no such flow type.");
      flow = FlowType.ALWAYS;
    }
    TargetType type = targetAttributes == null ? TargetType.UNSPECIFIED : targetAttributes.getOrDefault(target, TargetType.UNSPECIFIED);
    return new AttributeMapping(target, source, mapping.whole("matchingPriority"), flow, mapping.text("defaultValue"),
        mapping.flag("flowNullValues", false), type);
  }

  private Source source(JsonNode mapping) {
    JsonNode source = mapping.object("source");
    if (source == null) {
      return new Source.None();
    }
    String type = source.text("type");
    String name = source.text("name");
    String text = source.text("expression");
    boolean constant = "Constant".equalsIgnoreCase(type);
    if (text == null || text.isBlank()) {
      if (constant) {
        return new Source.Constant(name == null ? "" : name);
      }
      if ("Attribute".equalsIgnoreCase(type) && name != null && !name.isBlank()) {
        known(source, "name", name, sourceAttributes, "The source object");
        return new Source.Direct(name);
      }
      source.wrong("expression", "The source has no expression.");
      return new Source.None();
    }
    List<Problem> found = new ArrayList<>();
    Optional<Expression> tree = Parser.parse(text, found);
    if (!found.isEmpty() && constant && name != null) {
      // A constant whose text is not quoted is still a constant.
      return new Source.Constant(name);
    }
    tree.ifPresent(parsed -> attributes(source, text, parsed));
    return switch (tree.orElse(null)) {
      case Expression.Attribute attribute when found.isEmpty() -> new Source.Direct(attribute.name());
      case Expression.TextLiteral literal when found.isEmpty() -> new Source.Constant(literal.text());
      case null, default -> new Source.Expression(text);
    };
  }

  /** Reports every attribute in the tree that the source object does not define. */
  private void attributes(JsonNode source, String text, Expression expression) {
    switch (expression) {
      case Expression.Attribute attribute -> {
        if (sourceAttributes != null && !sourceAttributes.containsKey(attribute.name())) {
          source.report("expression", Problem.at(ProblemCode.UNKNOWN_ATTRIBUTE, "The source object has no attribute " + attribute.name() + ".", text,
              attribute.span().start(), attribute.span().end(), NearMiss.among(sourceAttributes.keySet(), attribute.name())));
        }
      }
      case Expression.Call call -> call.arguments().forEach(argument -> attributes(source, text, argument));
      case Expression.Comparison comparison -> {
        attributes(source, text, comparison.left());
        attributes(source, text, comparison.right());
      }
      case Expression.TextLiteral _, Expression.NumberLiteral _, Expression.Symbol _, Expression.Omitted _ -> {}
    }
  }

  private static void known(JsonNode node, String key, String name, @Nullable Map<String, TargetType> attributes, String owner) {
    if (attributes != null && !name.isEmpty() && !attributes.containsKey(name)) {
      node.report(key, Problem.of(ProblemCode.UNKNOWN_ATTRIBUTE, owner + " has no attribute " + name + ".", NearMiss.among(attributes.keySet(), name)));
    }
  }
}
