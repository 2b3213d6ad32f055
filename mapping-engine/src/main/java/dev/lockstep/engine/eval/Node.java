package dev.lockstep.engine.eval;

import dev.lockstep.engine.function.FunctionSpec;
import dev.lockstep.engine.syntax.Expression.Operator;
import dev.lockstep.engine.syntax.Span;
import dev.lockstep.engine.value.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expression bound to the catalogue, ready to run. */
public sealed interface Node {

  record Constant(Value value) implements Node {}

  /** Reads an attribute of the source object. */
  record Read(String attribute) implements Node {}

  record Compare(Node left, Operator operator, Node right) implements Node {}

  /** Calls a function. */
  record Invoke(FunctionSpec function, List<Argument> arguments, Span span) implements Node {
    public Invoke {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * One argument of a call.
   *
   * @param node what computes it, null when it is left out
   * @param prepared what was compiled from a literal, for instance a pattern
   */
  record Argument(@Nullable Node node, Optional<Object> prepared, Span span) {}
}
