package dev.lockstep.engine.scope;

import dev.lockstep.engine.problem.NearMiss;
import dev.lockstep.engine.regex.DotNetRegex;
import dev.lockstep.engine.regex.RegexProblem;
import dev.lockstep.engine.value.Numbers;
import dev.lockstep.engine.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One clause, ready to be tested. */
record CompiledClause(Clause clause, Operator operator, List<DotNetRegex> patterns, List<BigDecimal> numbers) {

  /** Why a clause cannot be used. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final @Nullable String suggestion;

    Unusable(String message, @Nullable String suggestion) {
      super(message, null, false, false);
      this.suggestion = suggestion;
    }

    @Nullable String suggestion() {
      return suggestion;
    }
  }

  static CompiledClause compile(Clause clause) {
    Operator operator = Operator.of(clause.operator());
    if (clause.attribute().isBlank()) {
      throw new Unusable("The clause names no attribute.", null);
    }
    if (operator == null) {
      throw new Unusable("There is no operator " + clause.operator() + ".", NearMiss.among(Operator.names(), clause.operator()));
    }
    if (operator.needsValue() && clause.values().isEmpty()) {
      throw new Unusable(operator.spelling() + " needs a value to compare with.", null);
    }
    return switch (operator) {
      case REGEX_MATCH, NOT_REGEX_MATCH -> new CompiledClause(clause, operator, clause.values().stream().map(CompiledClause::pattern).toList(), List.of());
      case GREATER_THAN, GREATER_THAN_OR_EQUALS -> new CompiledClause(clause, operator, List.of(), clause.values().stream().map(CompiledClause::number).toList());
      case EQUALS, NOT_EQUALS, IS_TRUE, IS_FALSE, IS_NULL, IS_NOT_NULL, INCLUDES, ENDS_WITH, IS_IN, IS_NOT_IN ->
          new CompiledClause(clause, operator, List.of(), List.of());
    };
  }

  private static DotNetRegex pattern(String pattern) {
    try {
      return DotNetRegex.compileLinear(pattern);
    } catch (RegexProblem problem) {
      throw new Unusable(String.valueOf(problem.getMessage()), null);
    }
  }

  private static BigDecimal number(String text) {
    BigDecimal number = wholeNumber(text);
    if (number == null) {
      throw new Unusable("The value is not a whole number of 0 or more.", null);
    }
    return number;
  }

  private static @Nullable BigDecimal wholeNumber(@Nullable String text) {
    BigDecimal number = Numbers.parse(text);
    return number == null || number.signum() < 0 || number.stripTrailingZeros().scale() > 0 ? null : number;
  }

  boolean holds(Map<String, ? extends @Nullable Object> attributes) {
    Value value = Value.of(attributes.get(clause.attribute()));
    if (operator == Operator.IS_NULL || operator == Operator.IS_NOT_NULL) {
      return value.isNullOrEmpty() == (operator == Operator.IS_NULL);
    }
    if (value.isNullOrEmpty()) {
      return false;
    }
    // Several values: all of them must pass, the default of multivaluedComparisonType.
    return value instanceof Value.Items(List<Value> items) ? items.stream().allMatch(this::holdsFor) : holdsFor(value);
  }

  private boolean holdsFor(Value value) {
    String text = value.text();
    if (text == null || text.isEmpty()) {
      return false;
    }
    return switch (operator) {
      case EQUALS -> clause.values().stream().anyMatch(wanted -> same(value, text, wanted));
      case NOT_EQUALS -> clause.values().stream().noneMatch(wanted -> same(value, text, wanted));
      case IS_TRUE -> Boolean.TRUE.equals(Numbers.flag(value));
      case IS_FALSE -> Boolean.FALSE.equals(Numbers.flag(value));
      case REGEX_MATCH -> patterns.stream().anyMatch(pattern -> pattern.occursIn(text, _ -> {}));
      case NOT_REGEX_MATCH -> patterns.stream().noneMatch(pattern -> pattern.occursIn(text, _ -> {}));
      case GREATER_THAN -> isNumber(text, 1);
      case GREATER_THAN_OR_EQUALS -> isNumber(text, 0);
      case INCLUDES -> clause.values().stream().anyMatch(text::contains);
      case ENDS_WITH -> clause.values().stream().anyMatch(text::endsWith);
      case IS_IN -> clause.values().stream().anyMatch(configured -> configured.contains(text));
      case IS_NOT_IN -> clause.values().stream().noneMatch(configured -> configured.contains(text));
      case IS_NULL, IS_NOT_NULL -> false;
    };
  }

  /** Text is compared as it is; a boolean attribute also with true and false in small letters. */
  private static boolean same(Value value, String text, String wanted) {
    return value instanceof Value.Flag ? text.equalsIgnoreCase(wanted) : text.equals(wanted);
  }

  private boolean isNumber(String text, int leastOrder) {
    BigDecimal number = wholeNumber(text);
    return number != null && numbers.stream().allMatch(than -> number.compareTo(than) >= leastOrder);
  }
}
