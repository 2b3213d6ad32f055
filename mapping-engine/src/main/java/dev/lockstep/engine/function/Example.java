package dev.lockstep.engine.function;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression, the attributes it reads and the text of its result; the tests run all of them.
 *
 * @param result the result's text form, the items of several values joined with ", "; null for no value
 */
public record Example(String expression, Map<String, Object> attributes, @Nullable String result) {
  static Example of(String expression, @Nullable String result) {
    return new Example(expression, Map.of(), result);
  }

  static Example of(String expression, String attribute, Object value, @Nullable String result) {
    return new Example(expression, Map.of(attribute, value), result);
  }
}
