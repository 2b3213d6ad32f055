package dev.lockstep.engine.eval;

import dev.lockstep.engine.syntax.Expression.Operator;
import dev.lockstep.engine.value.Numbers;
import dev.lockstep.engine.value.Value;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The comparisons of conditions. Numbers compare as numbers, dates as dates and booleans as booleans, when one side is one and the
 * other reads as one; everything else compares by text, case-sensitively.
 */
final class Comparisons {
  private Comparisons() {}

  /** Whether the comparison holds, or null when a side has no text form. */
  static @Nullable Boolean holds(Value left, Operator operator, Value right) {
    Integer order = order(left, right, operator);
    if (order == null) {
      return null;
    }
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
    };
  }

  private static @Nullable Integer order(Value left, Value right, Operator operator) {
    if (left instanceof Value.Moment(var first) && right instanceof Value.Moment(var second)) {
      return first.compareTo(second);
    }
    boolean ordering = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
    if (ordering || left instanceof Value.Number || right instanceof Value.Number) {
      BigDecimal first = number(left);
      BigDecimal second = number(right);
      if (first != null && second != null) {
        return first.compareTo(second);
      }
    }
    if (left instanceof Value.Flag || right instanceof Value.Flag) {
      Boolean first = Numbers.flag(left);
      Boolean second = Numbers.flag(right);
      if (first != null && second != null) {
        return Boolean.compare(first, second);
      }
    }
    String first = text(left);
    String second = text(right);
    return first == null || second == null ? null : (Integer) first.compareTo(second);
  }

  private static @Nullable BigDecimal number(Value value) {
    return value instanceof Value.Number(BigDecimal number) ? number : Numbers.parse(value.text());
  }

  private static @Nullable String text(Value value) {
    return switch (value) {
      case Value.Nothing _ -> "";
      case Value.Items(var items) when items.size() == 1 -> items.getFirst().text();
      case Value other -> other.text();
    };
  }
}
