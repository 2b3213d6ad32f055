package dev.lockstep.engine.date;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates as .NET's lenient parser of the invariant culture does: ISO 8601, year first with slashes, month first, and with
 * month names. A date with an offset and no time counts as midnight at that offset; without an offset it is UTC.
 */
public final class DateText {
  private static final int MAX_LENGTH = 64;
  private static final String TIME =
      "(?:(?:T|\\s+|\\s*,\\s*)(?<hour>\\d{1,2})(?::(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,9}))?)?)?\\s*(?<half>[AaPp][Mm])?)?";
  private static final String ZONE = "\\s*(?<zone>[Zz]|GMT|UTC|[+-]\\d{1,2}(?::?\\d{2})?)?";
  private static final String DAY_NAME = "(?:[A-Za-z]{3,9},?\\s+)?";
  private static final Pattern[] SHAPES = {
    Pattern.compile("(?<year>\\d{4})[-/](?<month>\\d{1,2})(?:[-/](?<day>\\d{1,2}))?" + TIME + ZONE),
    Pattern.compile("(?<month>\\d{1,2})[-/.](?<day>\\d{1,2})[-/.](?<year>\\d{4}|\\d{2})" + TIME + ZONE),
    Pattern.compile(DAY_NAME + "(?<day>\\d{1,2})[-\\s](?<name>[A-Za-z]{3,9})[-,\\s]\\s*(?<year>\\d{4})" + TIME + ZONE),
    Pattern.compile(DAY_NAME + "(?<name>[A-Za-z]{3,9})\\s+(?<day>\\d{1,2}),?\\s+(?<year>\\d{4})" + TIME + ZONE),
  };

  private DateText() {}

  /** The moment, or null when the text is no date. */
  public static @Nullable Instant parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH) {
      return null;
    }
    for (Pattern shape : SHAPES) {
      Matcher matcher = shape.matcher(trimmed);
      if (matcher.matches()) {
        try {
          return moment(matcher);
        } catch (DateTimeException noSuchDate) {
          return null;
        }
      }
    }
    return null;
  }

  private static @Nullable Instant moment(Matcher matcher) {
    int month = matcher.namedGroups().containsKey("name")
        ? monthNamed(matcher.group("name"))
        : Integer.parseInt(matcher.group("month"));
    int day = number(matcher.group("day"), 1);
    int year = fullYear(matcher.group("year"));
    String half = matcher.group("half");
    int hour = number(matcher.group("hour"), 0);
    boolean noMinute = matcher.group("hour") != null && matcher.group("minute") == null;
    if (month == 0 || (half != null && (hour < 1 || hour > 12)) || (noMinute && half == null)) {
      return null;
    }
    if (half != null) {
      hour = hour % 12 + (half.toUpperCase(Locale.ROOT).equals("PM") ? 12 : 0);
    }
    String fraction = matcher.group("fraction");
    int nano = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    LocalDateTime local = LocalDateTime.of(year, month, day, hour, number(matcher.group("minute"), 0), number(matcher.group("second"), 0), nano);
    return local.toInstant(offset(matcher.group("zone")));
  }

  private static int monthNamed(String name) {
    for (int i = 0; i < 12; i++) {
      String month = Names.MONTHS.get(i);
      if (name.equalsIgnoreCase(month) || name.equalsIgnoreCase(month.substring(0, 3))) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Two digits mean 1950 to 2049, the window of .NET's invariant calendar. */
  static int fullYear(String digits) {
    int year = Integer.parseInt(digits);
    return digits.length() > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  static ZoneOffset offset(@Nullable String zone) {
    if (zone == null || zone.equalsIgnoreCase("z") || zone.equals("GMT") || zone.equals("UTC")) {
      return ZoneOffset.UTC;
    }
    String digits = zone.substring(1).replace(":", "");
    int hours = Integer.parseInt(digits.length() > 2 ? digits.substring(0, digits.length() - 2) : digits);
    int minutes = digits.length() > 2 ? Integer.parseInt(digits.substring(digits.length() - 2)) : 0;
    int sign = zone.charAt(0) == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }
}
