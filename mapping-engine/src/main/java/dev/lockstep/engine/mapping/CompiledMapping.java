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
 */
record CompiledMapping(
    AttributeMapping mapping, TargetType type, @Nullable CompiledExpression expression, Value constant, @Nullable Object defaultJson) {

  Evaluation evaluate(Map<String, ? extends @Nullable Object> attributes, EvaluationContext context) {
    if (expression != null) {
      return expression.evaluate(attributes, context, mapping.target());
    }
    Value value = mapping.source() instanceof Source.Direct(String attribute) ? Value.of(attributes.get(attribute)) : constant;
    return new Evaluation.Result(value, false);
  }

  boolean onlyOnCreate() {
    return mapping.flowType().onlyOnCreate() || (expression != null && expression.selectsUniqueValue());
  }
}
