package dev.lockstep.engine.function;

import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.date.DateFormat;
import dev.lockstep.engine.date.DateFormatProblem;
import dev.lockstep.engine.date.DateStyles;
import dev.lockstep.engine.date.DateText;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.regex.DotNetRegex;
import dev.lockstep.engine.regex.Meter;
import dev.lockstep.engine.regex.RegexProblem;
import dev.lockstep.engine.value.Numbers;
import dev.lockstep.engine.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, evaluated on demand and converted as the language converts. Arguments count from 0; one that was left
 * out has no value.
 */
public abstract class Arguments implements Meter {
  /** What compiling a pattern costs that is not known before; a class alone may take a tenth of a millisecond. */
  private static final long UNITS_PER_PATTERN_CHARACTER = 2_000;

  /** Number of arguments written, those left out between commas included. */
  public abstract int count();

  /** Whether the argument was written. */
  public abstract boolean given(int argument);

  /** The argument's value, evaluated now. */
  public abstract Value value(int argument);

  /** What was compiled from a literal argument, or null. */
  protected abstract @Nullable Object prepared(int argument);

  public abstract EvaluationContext context();

  /** The SCIM path that the expression is for; empty when it stands alone. */
  public abstract String target();

  /** Refuses, before it is built, a text longer than the output limit. */
  public abstract void ensureRoom(long length);

  public EvaluationFailure failure(int argument, String message) {
    return new EvaluationFailure(ProblemCode.EVALUATION, argument, message);
  }

  /** The text form, or null for no value. */
  public @Nullable String textOrNull(int argument) {
    return text(argument, value(argument));
  }

  /** The text form, empty for no value. */
  public String text(int argument) {
    String text = textOrNull(argument);
    return text == null ? "" : text;
  }

  private @Nullable String text(int argument, Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Items(List<Value> items) -> {
        if (items.size() > 1) {
          throw failure(argument, "There are several values where one is expected; pick one with Item or join them with Join.");
        }
        yield items.isEmpty() ? null : text(argument, items.getFirst());
      }
      case Value.Fields _ -> throw failure(argument, "There is an object where a text is expected.");
      case Value.Number _, Value.Flag _, Value.Moment _, Value.Nothing _ -> value.text();
    };
  }

  /** The value as a list: empty for no value, one item for a single one. */
  public List<Value> items(int argument) {
    return switch (value(argument)) {
      case Value.Items(List<Value> items) -> items;
      case Value.Nothing _ -> List.of();
      case Value single -> List.of(single);
    };
  }

  public long whole(int argument) {
    Long whole = wholeOrNull(argument);
    if (whole == null) {
      throw failure(argument, "There is no value where a number is expected.");
    }
    return whole;
  }

  /** The whole number, or null for no value. */
  public @Nullable Long wholeOrNull(int argument) {
    Value value = value(argument);
    if (value == Value.NOTHING) {
      return null;
    }
    BigDecimal number = value instanceof Value.Number(BigDecimal exact) ? exact : Numbers.parse(text(argument, value));
    if (number == null) {
      throw failure(argument, "The value is not a number.");
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException notWhole) {
      throw failure(argument, "The number is not whole, or too large.");
    }
  }

  /** A whole number; beyond the range of positions in a text it counts as that range's end. */
  public int position(int argument) {
    return (int) Math.clamp(whole(argument), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  public Instant moment(int argument) {
    Instant at = momentOrNull(argument);
    if (at == null) {
      throw failure(argument, "There is no value where a date is expected.");
    }
    return at;
  }

  /** The date, or null for no value. */
  public @Nullable Instant momentOrNull(int argument) {
    Value value = value(argument);
    if (value == Value.NOTHING) {
      return null;
    }
    if (value instanceof Value.Moment(Instant at)) {
      return at;
    }
    String text = text(argument, value);
    Instant at = text == null ? null : DateText.parse(text);
    if (at == null) {
      throw failure(argument, "The text is not a date.");
    }
    return at;
  }

  /** Whether a condition holds: a boolean or its text, or a number other than 0; no value does not hold. */
  public boolean condition(int argument) {
    Value value = value(argument);
    if (value.isNullOrEmpty()) {
      return false;
    }
    Boolean flag = Numbers.flag(value);
    if (flag != null) {
      return flag;
    }
    BigDecimal number = value instanceof Value.Number(BigDecimal exact) ? exact : Numbers.parse(text(argument, value));
    if (number == null) {
      throw failure(argument, "The condition is neither True nor False; compare it with something, for instance [country] = \"USA\".");
    }
    return number.signum() != 0;
  }

  public DotNetRegex regex(int argument) {
    if (prepared(argument) instanceof DotNetRegex regex) {
      return regex;
    }
    String pattern = text(argument);
    charge(pattern.length() * UNITS_PER_PATTERN_CHARACTER);
    try {
      return DotNetRegex.compile(pattern);
    } catch (RegexProblem problem) {
      throw failure(argument, problem.getMessage());
    }
  }

  public DateFormat dateFormat(int argument) {
    if (prepared(argument) instanceof DateFormat format) {
      return format;
    }
    try {
      return DateFormat.compile(text(argument));
    } catch (DateFormatProblem problem) {
      throw failure(argument, problem.getMessage());
    }
  }

  public DateStyles dateStyles(int argument) {
    if (prepared(argument) instanceof DateStyles styles) {
      return styles;
    }
    try {
      return DateStyles.parse(text(argument));
    } catch (DateFormatProblem problem) {
      throw failure(argument, problem.getMessage());
    }
  }

  /** App role assignments as objects; a bare text counts as the role's name. */
  public List<Map<String, Object>> roles(int argument) {
    List<Map<String, Object>> roles = new ArrayList<>();
    for (Value item : items(argument)) {
      if (item instanceof Value.Fields(Map<String, Object> fields)) {
        roles.add(fields);
      } else {
        String name = item.text();
        if (name != null && !name.isEmpty()) {
          roles.add(Map.of("value", name, "displayName", name));
        }
      }
    }
    return roles;
  }
}
