package dev.lockstep.engine;

import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.value.Value;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /**
     * The value as the published vectors and the API give it: numbers and dates as their text, booleans as booleans, several values as a
     * list, objects as they are, null for none.
     */
    public @Nullable Object answer() {
      return answer(value);
    }

    private static @Nullable Object answer(Value value) {
      return switch (value) {
        case Value.Items(List<Value> items) -> items.stream().map(Result::answer).toList();
        case Value.Number _, Value.Moment _ -> value.text();
        case Value.Text _, Value.Flag _, Value.Fields _, Value.Nothing _ -> value.json();
      };
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
