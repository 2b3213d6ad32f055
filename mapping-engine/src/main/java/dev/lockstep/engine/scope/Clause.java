package dev.lockstep.engine.scope;

import java.util.List;

/**
 * One condition on one source attribute.
 *
 * @param operator the operator's name in any spelling, for instance {@code EQUALS} or {@code Greater_Than}
 * @param values what to compare with, usually one; empty for operators such as {@code IS NULL}
 */
public record Clause(String attribute, String operator, List<String> values) {
  public Clause {
    values = List.copyOf(values);
  }

  public static Clause of(String attribute, String operator, String... values) {
    return new Clause(attribute, operator, List.of(values));
  }
}
