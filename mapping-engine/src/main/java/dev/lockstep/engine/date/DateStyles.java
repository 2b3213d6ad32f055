package dev.lockstep.engine.date;

import java.util.List;
import java.util.Locale;

/**
 * .NET's DateTimeStyles, as far as they matter where every moment is UTC: which white space is allowed. The other styles are
 * accepted and change nothing.
 */
public record DateStyles(boolean leadingWhite, boolean trailingWhite, boolean innerWhite) {
  /** What Entra uses when none are given: RoundtripKind, AllowLeadingWhite, AllowTrailingWhite. */
  public static final DateStyles DEFAULT = new DateStyles(true, true, false);

  private static final List<String> OTHERS = List.of("none", "nocurrentdatedefault", "adjusttouniversal", "assumelocal", "assumeuniversal", "roundtripkind");

  /** @throws DateFormatProblem when a style is unknown */
  public static DateStyles parse(String names) {
    if (names.isBlank()) {
      return DEFAULT;
    }
    boolean leading = false;
    boolean trailing = false;
    boolean inner = false;
    for (String name : names.split("[,|]")) {
      String style = name.strip().toLowerCase(Locale.ROOT);
      style = style.startsWith("datetimestyles.") ? style.substring("datetimestyles.".length()) : style;
      boolean all = style.equals("allowwhitespaces");
      boolean known = all || style.equals("allowleadingwhite") || style.equals("allowtrailingwhite") || style.equals("allowinnerwhite");
      if (!known && !OTHERS.contains(style)) {
        throw new DateFormatProblem("One of the date-time styles is unknown; for instance AllowWhiteSpaces or None.");
      }
      leading |= all || style.equals("allowleadingwhite");
      trailing |= all || style.equals("allowtrailingwhite");
      inner |= all || style.equals("allowinnerwhite");
    }
    return new DateStyles(leading, trailing, inner);
  }
}
