package dev.lockstep.engine.mapping;

import dev.lockstep.engine.CompiledExpression;
import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mapping, ready to be applied.
 *
 * @param type the target's type with SCIM's own booleans known
 * @param expression the compiled source, null for any but an expression
 * @param constant the value of a constant, else nothing
 * @param defaultJson the default value in the target's type, null when there is none
 * @param attribute the source attribute of a direct mapping, else null
 * @param plain whether a text of the source attribute flows just as it is
 */
record CompiledMapping(
    AttributeMapping mapping, TargetType type, @Nullable CompiledExpression expression, Value constant, @Nullable Object defaultJson,
    @Nullable String attribute, boolean plain) {

  static CompiledMapping of(AttributeMapping mapping, TargetType type, @Nullable CompiledExpression expression, Value constant, @Nullable Object defaultJson) {
    String attribute = mapping.source() instanceof Source.Direct(String name) ? name : null;
    boolean plain = attribute != null && !mapping.reference() && !mapping.flowType().onlyOnCreate() && (type == TargetType.UNSPECIFIED || type == TargetType.STRING);
    return new CompiledMapping(mapping, type, expression, constant, defaultJson, attribute, plain);
  }


  Evaluation evaluate(Map<String, ? extends @Nullable Object> attributes, EvaluationContext context) {
    if (expression != null) {
      return expression.evaluate(attributes, context, mapping.target());
    }
    Value value = attribute != null ? Value.of(attributes.get(attribute)) : constant;
    return new Evaluation.Result(value, false);
  }

  boolean onlyOnCreate() {
    return mapping.flowType().onlyOnCreate() || (expression != null && expression.selectsUniqueValue());
  }
}
