package dev.lockstep.engine.value;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers and their text. */
public final class Numbers {
  /** Longer texts are not read as numbers: no identifier or count is that long, and reading costs square time. */
  private static final int MAX_DIGITS = 100;

  private Numbers() {}

  /** The number that a text spells in plain decimal notation, or null. */
  public static @Nullable BigDecimal parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > MAX_DIGITS) {
      return null;
    }
    boolean digit = false;
    boolean point = false;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      if (c >= '0' && c <= '9') {
        digit = true;
      } else if (c == '.' && !point) {
        point = true;
      } else if (i > 0 || (c != '-' && c != '+')) {
        return null;
      }
    }
    return digit ? new BigDecimal(trimmed) : null;
  }

  /** True for a boolean or the text of one in any case, null for anything else. */
  public static @Nullable Boolean flag(Value value) {
    if (value instanceof Value.Flag(boolean set)) {
      return set;
    }
    if (value instanceof Value.Text(String text)) {
      if (text.equalsIgnoreCase("true")) {
        return true;
      }
      return text.equalsIgnoreCase("false") ? false : null;
    }
    return null;
  }

  static String text(BigDecimal number) {
    // An exponent of a billion would print a billion zeros.
    return Math.abs((long) number.scale()) > MAX_DIGITS ? number.toString() : number.toPlainString();
  }

  static Object json(BigDecimal number) {
    if (number.scale() == 0 && number.precision() <= 18) {
      long whole = number.longValue();
      return whole == (int) whole ? (Object) (int) whole : (Object) whole;
    }
    return number;
  }

  static Value of(java.lang.Number number) {
    double value = number.doubleValue();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Value.text(number.toString());
    }
    BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
    boolean whole = exact.scale() < 0 && exact.scale() > -MAX_DIGITS;
    return new Value.Number(whole ? exact.setScale(0) : exact);
  }
}
