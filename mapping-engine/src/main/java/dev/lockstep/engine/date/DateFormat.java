package dev.lockstep.engine.date;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A .NET custom (or one-letter standard) date format of the invariant culture, compiled. Letters that are no format specifiers
 * stand for themselves. Immutable and thread-safe.
 */
public final class DateFormat {
  /** A run of one specifier letter, or literal text when {@code specifier} is 0. */
  record Part(char specifier, int count, String literal) {}

  /** Z is not one of .NET's own: it is written as it is and read as UTC. */
  private static final String SPECIFIERS = "dfFgHhKmMstyzZ";
  private static final Map<String, String> STANDARD = Map.ofEntries(
      Map.entry("d", "MM/dd/yyyy"), Map.entry("D", "dddd, dd MMMM yyyy"), Map.entry("f", "dddd, dd MMMM yyyy HH:mm"),
      Map.entry("F", "dddd, dd MMMM yyyy HH:mm:ss"), Map.entry("g", "MM/dd/yyyy HH:mm"), Map.entry("G", "MM/dd/yyyy HH:mm:ss"),
      Map.entry("m", "MMMM dd"), Map.entry("M", "MMMM dd"), Map.entry("o", "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"),
      Map.entry("O", "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"), Map.entry("r", "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"),
      Map.entry("R", "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"), Map.entry("s", "yyyy'-'MM'-'dd'T'HH':'mm':'ss"),
      Map.entry("t", "HH:mm"), Map.entry("T", "HH:mm:ss"), Map.entry("U", "dddd, dd MMMM yyyy HH:mm:ss"), Map.entry("u", "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"),
      Map.entry("y", "yyyy MMMM"), Map.entry("Y", "yyyy MMMM"));

  private final List<Part> parts;

  private DateFormat(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** @throws DateFormatProblem when the format is wrong */
  public static DateFormat compile(String format) {
    if (format.isEmpty()) {
      throw new DateFormatProblem("A date format cannot be empty.");
    }
    if (format.length() == 1) {
      String standard = STANDARD.get(format);
      if (standard == null) {
        throw new DateFormatProblem("There is no standard date format " + format + ".");
      }
      return compile(standard);
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c == '\'' || c == '"') {
        at = quoted(format, at, literal);
      } else if (c == '\\') {
        if (at + 1 >= format.length()) {
          throw new DateFormatProblem("The date format ends with a single backslash.");
        }
        literal.append(format.charAt(at + 1));
        at += 2;
      } else if (c == '%') {
        if (at + 1 >= format.length() || format.charAt(at + 1) == '%') {
          throw new DateFormatProblem("% stands before a single format letter.");
        }
        at++;
      } else if (SPECIFIERS.indexOf(c) >= 0) {
        int end = at + 1;
        while (end < format.length() && format.charAt(end) == c) {
          end++;
        }
        if ((c == 'f' || c == 'F') && end - at > 7) {
          throw new DateFormatProblem("A date format has at most seven f.");
        }
        flush(literal, parts);
        parts.add(new Part(c, end - at, ""));
        at = end;
      } else {
        literal.append(c);
        at++;
      }
    }
    flush(literal, parts);
    return new DateFormat(parts);
  }

  private static int quoted(String format, int at, StringBuilder literal) {
    int end = format.indexOf(format.charAt(at), at + 1);
    if (end < 0) {
      throw new DateFormatProblem("The quote in the date format is not closed.");
    }
    literal.append(format, at + 1, end);
    return end + 1;
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Part((char) 0, 1, literal.toString()));
      literal.setLength(0);
    }
  }

  /** A moment as text, in UTC. */
  public String format(Instant at) {
    return DatePrinter.print(parts, at, Zone.UTC);
  }

  /** A moment as text, in UTC; the time zone's letter as far as the moment was told with one. */
  public String format(Reading read) {
    return DatePrinter.print(parts, read.at(), read.zone());
  }

  /** How the time zone of a moment was told. */
  public enum Zone {
    /** Not at all: it counts as UTC, and K writes nothing. */
    NONE,
    /** As UTC: K writes Z. */
    UTC,
    /** By an offset: K writes +00:00, the offset of the time that it is converted to. */
    OFFSET
  }

  /** A moment as it was told. */
  public record Reading(Instant at, Zone zone) {}

  /**
   * The moment that a text of exactly this format names, or null. Missing parts are taken from the first of January of today's
   * year, or from today when no part of the date is given; without an offset the text is UTC.
   */
  public @Nullable Reading read(String text, DateStyles styles, LocalDate today) {
    String trimmed = styles.leadingWhite() ? text.stripLeading() : text;
    return new DateReader(styles.trailingWhite() ? trimmed.stripTrailing() : trimmed, styles).read(parts, today);
  }

  /** As {@link #read}, without the zone. */
  public @Nullable Instant parse(String text, DateStyles styles, LocalDate today) {
    Reading read = read(text, styles, today);
    return read == null ? null : read.at();
  }
}
