package dev.lockstep.engine;

import dev.lockstep.engine.check.Bound;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.eval.Evaluator;
import dev.lockstep.engine.function.EvaluationFailure;
import dev.lockstep.engine.function.FlowFunctions;
import dev.lockstep.engine.function.FlowIgnored;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.syntax.Expression;
import dev.lockstep.engine.syntax.Span;
import dev.lockstep.engine.syntax.SyntaxNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An expression ready to run, any number of times and from any thread. */
public final class CompiledExpression {
  private final String text;
  private final Expression tree;
  private final Bound bound;
  private final boolean redacts;

  CompiledExpression(String text, Expression tree, Bound bound) {
    this.text = text;
    this.tree = tree;
    this.bound = bound;
    this.redacts = bound.functions().contains(FlowFunctions.REDACT);
  }

  /**
   * Evaluates on one source object; never throws for any attributes.
   *
   * @param attributes names to String, Number, Boolean, List, Map or null; a missing one counts as null
   */
  public Evaluation evaluate(Map<String, ? extends @Nullable Object> attributes, EvaluationContext context) {
    return evaluate(attributes, context, "");
  }

  /** @param target the SCIM path that the value is for; what SelectUniqueValue asks about */
  public Evaluation evaluate(Map<String, ? extends @Nullable Object> attributes, EvaluationContext context, String target) {
    Evaluator evaluator = new Evaluator(attributes, context, target);
    try {
      return new Evaluation.Result(evaluator.run(bound.node()), redacts);
    } catch (FlowIgnored ignored) {
      return Evaluation.Ignored.INSTANCE;
    } catch (EvaluationFailure failure) {
      Span at = evaluator.failedAt();
      Span place = at == null ? tree.span() : at;
      String message = String.valueOf(failure.getMessage());
      return new Evaluation.Failed(Problem.at(failure.code(), message, text, place.start(), place.end(), null));
    }
  }

  /** The text as it was written. */
  public String text() {
    return text;
  }

  public Expression tree() {
    return tree;
  }

  /** The parts of the expression as plain data. */
  public SyntaxNode syntax() {
    return SyntaxNode.of(tree, text);
  }

  /** The source attributes that the expression reads. */
  public Set<String> attributes() {
    return bound.attributes();
  }

  /** Whether logs must not show the value. */
  public boolean redacts() {
    return redacts;
  }

  /** Whether the value is chosen among candidates by what the target has: only sensible on creation. */
  public boolean selectsUniqueValue() {
    return bound.functions().contains("SelectUniqueValue");
  }
}
