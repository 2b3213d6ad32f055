package dev.lockstep.engine.eval;

import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.function.Arguments;
import dev.lockstep.engine.function.EvaluationFailure;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.syntax.Span;
import dev.lockstep.engine.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of one expression on one source object. Not thread-safe, used once. */
public final class Evaluator {
  /** How many steps (parts evaluated, work on long texts and patterns included) one run may take. */
  public static final int MAX_STEPS = 100_000;

  /** How long a text may become, in characters: 256 KiB. */
  public static final int MAX_TEXT = 256 * 1024;

  /** Work is counted finer than in steps, because a step of a pattern match is much smaller than a call. */
  private static final long UNITS_PER_STEP = 1_000;

  private static final int CHARACTERS_PER_STEP = 256;

  private final Map<String, ? extends @Nullable Object> source;
  private final EvaluationContext context;
  private final String target;
  private long unitsLeft = MAX_STEPS * UNITS_PER_STEP;
  private @Nullable Span failedAt;

  public Evaluator(Map<String, ? extends @Nullable Object> source, EvaluationContext context, String target) {
    this.source = source;
    this.context = context;
    this.target = target;
  }

  /** The place of the failure that a run ended with. */
  public @Nullable Span failedAt() {
    return failedAt;
  }

  /**
   * @throws EvaluationFailure when a value cannot be used
   * @throws dev.lockstep.engine.function.FlowIgnored when the attribute is to be left out
   */
  public Value run(Node node) {
    Value value = evaluate(node);
    if (value instanceof Value.Items(List<Value> items)) {
      long length = 0;
      for (Value item : items) {
        length += item instanceof Value.Text(String text) ? text.length() : 1;
      }
      checkLength(length);
    }
    return value;
  }

  private Value evaluate(Node node) {
    spend(UNITS_PER_STEP);
    return switch (node) {
      case Node.Constant(Value value) -> value;
      case Node.Read(String attribute) -> Value.of(source.get(attribute));
      case Node.Compare comparison -> compare(comparison);
      case Node.Invoke invoke -> call(invoke);
    };
  }

  private Value call(Node.Invoke invoke) {
    Invocation invocation = new Invocation(invoke);
    try {
      Value value = invoke.function().code().apply(invocation);
      if (value instanceof Value.Text(String text)) {
        checkLength(text.length());
        spend(text.length() / CHARACTERS_PER_STEP * UNITS_PER_STEP);
      }
      return value;
    } catch (EvaluationFailure failure) {
      if (failedAt == null) {
        int argument = failure.argument();
        failedAt = argument >= 0 && argument < invoke.arguments().size() ? invoke.arguments().get(argument).span() : invoke.span();
      }
      throw failure;
    }
  }

  private Value compare(Node.Compare comparison) {
    Value left = evaluate(comparison.left());
    Value right = evaluate(comparison.right());
    // As published: a condition on a source attribute without a value does not hold, whatever is asked.
    if ((comparison.left() instanceof Node.Read && left.isNullOrEmpty()) || (comparison.right() instanceof Node.Read && right.isNullOrEmpty())) {
      return Value.flag(false);
    }
    Boolean holds = Comparisons.holds(left, comparison.operator(), right);
    if (holds == null) {
      throw new EvaluationFailure(ProblemCode.EVALUATION, 0, "Several values or an object cannot be compared.");
    }
    return Value.flag(holds);
  }

  private void spend(long units) {
    unitsLeft -= units;
    if (unitsLeft < 0) {
      throw new EvaluationFailure(ProblemCode.EVALUATION, -1, "The expression needs more than " + MAX_STEPS + " steps for this value.");
    }
  }

  private static void checkLength(long length) {
    if (length > MAX_TEXT) {
      throw new EvaluationFailure(ProblemCode.EVALUATION, -1, "The result is longer than " + MAX_TEXT + " characters.");
    }
  }

  /** The arguments of the call at hand. */
  private final class Invocation extends Arguments {
    private final List<Node.Argument> arguments;

    Invocation(Node.Invoke invoke) {
      this.arguments = invoke.arguments();
    }

    @Override
    public int count() {
      return arguments.size();
    }

    @Override
    public boolean given(int argument) {
      return argument < arguments.size() && arguments.get(argument).node() != null;
    }

    @Override
    public Value value(int argument) {
      Node node = argument < arguments.size() ? arguments.get(argument).node() : null;
      return node == null ? Value.NOTHING : evaluate(node);
    }

    @Override
    protected @Nullable Object prepared(int argument) {
      return arguments.get(argument).prepared().orElse(null);
    }

    @Override
    public EvaluationContext context() {
      return context;
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public void ensureRoom(long length) {
      checkLength(length);
    }

    @Override
    public void charge(long units) {
      spend(units);
    }
  }
}
