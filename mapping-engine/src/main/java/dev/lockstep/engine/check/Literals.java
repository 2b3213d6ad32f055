package dev.lockstep.engine.check;

import dev.lockstep.engine.date.DateFormat;
import dev.lockstep.engine.date.DateFormatProblem;
import dev.lockstep.engine.date.DateStyles;
import dev.lockstep.engine.date.DateText;
import dev.lockstep.engine.function.DateFunctions;
import dev.lockstep.engine.function.ParameterType;
import dev.lockstep.engine.problem.NearMiss;
import dev.lockstep.engine.regex.DotNetRegex;
import dev.lockstep.engine.regex.RegexProblem;
import dev.lockstep.engine.syntax.Expression;
import dev.lockstep.engine.value.Numbers;
import java.math.BigDecimal;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks literal arguments while the expression is compiled, and compiles those that have something to compile. */
final class Literals {
  static final List<String> COMPARE_WORDS = List.of("vbTextCompare", "vbBinaryCompare");

  private Literals() {}

  /** A literal that no call of this function can use. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final @Nullable String suggestion;
    private final int offset;

    Unusable(String message, @Nullable String suggestion) {
      this(message, suggestion, -1);
    }

    Unusable(String message, @Nullable String suggestion, int offset) {
      super(message, null, false, false);
      this.suggestion = suggestion;
      this.offset = offset;
    }

    /** Place in the unescaped text, -1 for the whole literal. */
    int offset() {
      return offset;
    }

    @Nullable String suggestion() {
      return suggestion;
    }
  }

  /** @throws Unusable when the literal cannot be an argument of this type */
  static Optional<Object> prepare(ParameterType type, Expression argument) {
    return switch (argument) {
      case Expression.TextLiteral literal -> prepare(type, literal.text());
      case Expression.NumberLiteral literal -> {
        BigDecimal number = literal.number().stripTrailingZeros();
        if (type == ParameterType.INTEGER && number.scale() > 0) {
          throw new Unusable("Expected a whole number.", null);
        }
        if (type == ParameterType.REGEX || type == ParameterType.DATE_FORMAT || type == ParameterType.INTERVAL || type == ParameterType.DATE_STYLES) {
          throw new Unusable("Expected a text in double quotes.", '"' + literal.source() + '"');
        }
        yield Optional.empty();
      }
      case Expression.Attribute _, Expression.Symbol _, Expression.Omitted _, Expression.Call _, Expression.Comparison _ -> Optional.empty();
    };
  }

  private static Optional<Object> prepare(ParameterType type, String text) {
    try {
      return switch (type) {
        case REGEX -> Optional.of(DotNetRegex.compile(text));
        case DATE_FORMAT -> Optional.of(DateFormat.compile(text));
        case DATE_STYLES -> Optional.of(DateStyles.parse(text));
        case INTERVAL -> {
          if (!DateFunctions.INTERVALS.contains(text)) {
            throw new Unusable("The interval is one of yyyy, m (months), d, ww, h, n (minutes), s.", null);
          }
          yield Optional.empty();
        }
        case INTEGER -> {
          BigDecimal number = Numbers.parse(text);
          if (number == null || number.stripTrailingZeros().scale() > 0) {
            throw new Unusable("Expected a whole number.", null);
          }
          yield Optional.empty();
        }
        case COMPARE -> {
          if (!COMPARE_WORDS.contains(text)) {
            throw new Unusable("Expected vbTextCompare or vbBinaryCompare.", NearMiss.among(COMPARE_WORDS, text));
          }
          yield Optional.empty();
        }
        case CULTURE -> {
          new Locale.Builder().setLanguageTag(text);
          yield Optional.empty();
        }
        case ROLES -> throw new Unusable("Expected the attribute [appRoleAssignments].", "[appRoleAssignments]");
        case DATE -> {
          if (DateText.parse(text) == null) {
            throw new Unusable("Expected a date such as 2024-02-29 or 2024-02-29T10:00:00Z.", null);
          }
          yield Optional.empty();
        }
        case TEXT, CONDITION, ANY, LIST -> Optional.empty();
      };
    } catch (RegexProblem problem) {
      throw new Unusable(String.valueOf(problem.getMessage()), null, problem.offset());
    } catch (DateFormatProblem problem) {
      throw new Unusable(String.valueOf(problem.getMessage()), null);
    } catch (IllformedLocaleException noCulture) {
      throw new Unusable("The culture is no language tag such as tr-TR.", null);
    }
  }
}
