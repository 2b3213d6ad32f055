package dev.lockstep.engine.date;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * .NET's DateTimeStyles: which white space is allowed, and how a moment without a time zone or with one is told again. Every moment is
 * kept in UTC, so the other styles change nothing.
 *
 * @param roundTrip whether a moment told in UTC stays one; otherwise it becomes local time, which is UTC here
 * @param adjust whether a moment with a zone is told in UTC again
 * @param assume whether a moment without a zone counts as one with one
 */
public record DateStyles(boolean leadingWhite, boolean trailingWhite, boolean innerWhite, boolean roundTrip, boolean adjust, boolean assume) {
  /** What Entra uses when none are given: RoundtripKind, AllowLeadingWhite, AllowTrailingWhite. */
  public static final DateStyles DEFAULT = new DateStyles(true, true, false, true, false, false);

  private static final Set<String> KNOWN = Set.of("none", "nocurrentdatedefault", "adjusttouniversal", "assumelocal", "assumeuniversal", "roundtripkind",
      "allowwhitespaces", "allowleadingwhite", "allowtrailingwhite", "allowinnerwhite");

  /** @throws DateFormatProblem when a style is unknown */
  public static DateStyles parse(String names) {
    if (names.isBlank()) {
      return DEFAULT;
    }
    Set<String> given = new HashSet<>();
    for (String name : names.split("[,|]")) {
      String style = name.strip().toLowerCase(Locale.ROOT);
      style = style.startsWith("datetimestyles.") ? style.substring("datetimestyles.".length()) : style;
      if (!KNOWN.contains(style)) {
        throw new DateFormatProblem("One of the date-time styles is unknown; for instance AllowWhiteSpaces or None.");
      }
      given.add(style);
    }
    boolean all = given.contains("allowwhitespaces");
    return new DateStyles(all || given.contains("allowleadingwhite"), all || given.contains("allowtrailingwhite"), all || given.contains("allowinnerwhite"),
        given.contains("roundtripkind"), given.contains("adjusttouniversal"), given.contains("assumelocal") || given.contains("assumeuniversal"));
  }

  /** How a moment that was told in this way is told again. */
  DateFormat.Zone zone(DateFormat.Zone told) {
    return switch (told) {
      case UTC -> roundTrip || adjust ? DateFormat.Zone.UTC : DateFormat.Zone.OFFSET;
      case OFFSET -> adjust ? DateFormat.Zone.UTC : DateFormat.Zone.OFFSET;
      case NONE -> !assume ? DateFormat.Zone.NONE : adjust ? DateFormat.Zone.UTC : DateFormat.Zone.OFFSET;
    };
  }
}
