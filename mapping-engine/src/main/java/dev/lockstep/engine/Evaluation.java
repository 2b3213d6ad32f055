package dev.lockstep.engine;

import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/** What an evaluation came to. */
public sealed interface Evaluation {

  /**
   * A value, which may be {@link Value#NOTHING}.
   *
   * @param redacted whether logs must not show it
   */
  record Result(Value value, boolean redacted) implements Evaluation {
    /** What logs may show. */
    public String log() {
      return redacted ? "[Redact]" : show(value);
    }

    private static String show(Value value) {
      if (value instanceof Value.Items(List<Value> items)) {
        return items.stream().map(Result::show).collect(Collectors.joining(", "));
      }
      String text = value.text();
      return text == null ? String.valueOf(value.json()) : text;
    }
  }

  /** The attribute is left out of the flow. */
  record Ignored() implements Evaluation {
    public static final Ignored INSTANCE = new Ignored();
  }

  /** A value could not be used; position and caret refer to the expression's text. */
  record Failed(Problem problem) implements Evaluation {}
}
