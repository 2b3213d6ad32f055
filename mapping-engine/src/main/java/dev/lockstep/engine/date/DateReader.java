package dev.lockstep.engine.date;

import dev.lockstep.engine.date.DateFormat.Reading;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one text by the parts of a format. Used once. */
final class DateReader {
  private static final int MAX_DIGITS = 9;

  private final String text;
  private final DateStyles styles;
  private int at;
  private int year = -1;
  private int month = -1;
  private int day = -1;
  private int hour;
  private int halfDayHour = -1;
  private int minute;
  private int second;
  private int nano;
  private int half = -1;
  private ZoneOffset offset = ZoneOffset.UTC;
  private DateFormat.Zone zone = DateFormat.Zone.NONE;

  DateReader(String text, DateStyles styles) {
    this.text = text;
    this.styles = styles;
  }

  @Nullable Reading read(List<DateFormat.Part> parts, LocalDate today) {
    try {
      for (DateFormat.Part part : parts) {
        skipInnerWhite();
        if (!part(part)) {
          return null;
        }
      }
      skipInnerWhite();
      return at == text.length() ? new Reading(moment(today), styles.zone(zone)) : null;
    } catch (DateTimeException noSuchDate) {
      return null;
    }
  }

  private void skipInnerWhite() {
    while (styles.innerWhite() && at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean part(DateFormat.Part part) {
    int count = part.count();
    return switch (part.specifier()) {
      case 'd' -> count <= 2 ? (day = digits(count, 2)) >= 0 : dayName(count);
      case 'M' -> count <= 2 ? (month = digits(count, 2)) >= 0 : monthName(count);
      case 'y' -> year(count);
      case 'H' -> (hour = digits(Math.min(count, 2), 2)) >= 0;
      case 'h' -> (halfDayHour = digits(Math.min(count, 2), 2)) >= 1 && halfDayHour <= 12;
      case 'm' -> (minute = digits(Math.min(count, 2), 2)) >= 0;
      case 's' -> (second = digits(Math.min(count, 2), 2)) >= 0;
      case 'f' -> fraction(count, count);
      case 'F' -> fraction(0, count);
      case 't' -> half(Math.min(count, 2));
      case 'z' -> offset(count);
      case 'Z' -> utc();
      case 'K' -> utc() || at == text.length() || offset(3);
      case 'g' -> literal("A.D.") || literal("AD");
      default -> literalPart(part.literal());
    };
  }

  private boolean utc() {
    boolean told = text.regionMatches(true, at, "Z", 0, 1) || text.startsWith("GMT", at);
    if (told) {
      at += text.startsWith("GMT", at) ? 3 : 1;
      zone = DateFormat.Zone.UTC;
    }
    return told;
  }

  private boolean literal(String expected) {
    boolean same = text.startsWith(expected, at);
    at += same ? expected.length() : 0;
    return same;
  }

  private boolean literalPart(String expected) {
    if (!styles.innerWhite()) {
      return literal(expected);
    }
    for (int i = 0; i < expected.length(); i++) {
      skipInnerWhite();
      if (!Character.isWhitespace(expected.charAt(i)) && !literal(expected.substring(i, i + 1))) {
        return false;
      }
    }
    return true;
  }

  /** A number of at least {@code least} and at most {@code most} digits, or -1. */
  private int digits(int least, int most) {
    int from = at;
    int number = 0;
    while (at < text.length() && at - from < Math.min(most, MAX_DIGITS) && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      number = number * 10 + (text.charAt(at++) - '0');
    }
    return at - from >= least && at > from ? number : -1;
  }

  private boolean year(int count) {
    int from = at;
    int read = count == 1 ? digits(1, 2) : digits(count, count == 3 ? 5 : count);
    year = read < 0 ? -1 : count <= 2 ? DateText.fullYear(text.substring(from, at)) : read;
    return read >= 0;
  }

  private boolean fraction(int least, int most) {
    int from = at;
    int read = digits(least, most);
    if (read < 0) {
      return least == 0;
    }
    nano = read;
    for (int i = at - from; i < 9; i++) {
      nano *= 10;
    }
    return true;
  }

  private boolean dayName(int count) {
    int number = Names.at(Names.DAYS, text, at, count > 3);
    at += number == 0 ? 0 : count > 3 ? Names.DAYS.get(number - 1).length() : 3;
    return number > 0;
  }

  private boolean monthName(int count) {
    month = Names.at(Names.MONTHS, text, at, count > 3);
    at += month == 0 ? 0 : count > 3 ? Names.MONTHS.get(month - 1).length() : 3;
    return month > 0;
  }

  private boolean half(int count) {
    if (text.regionMatches(true, at, "AM", 0, count)) {
      half = 0;
    } else if (text.regionMatches(true, at, "PM", 0, count)) {
      half = 1;
    } else {
      return false;
    }
    at += count;
    return true;
  }

  private boolean offset(int count) {
    if (at >= text.length() || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
      return false;
    }
    int sign = text.charAt(at++) == '-' ? -1 : 1;
    int hours = digits(count == 1 ? 1 : 2, 2);
    int minutes = 0;
    if (count >= 3) {
      literal(":");
      minutes = digits(2, 2);
    }
    if (hours < 0 || minutes < 0) {
      return false;
    }
    offset = ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    zone = DateFormat.Zone.OFFSET;
    return true;
  }

  private Instant moment(LocalDate today) {
    boolean noDate = year < 0 && month < 0 && day < 0;
    int theYear = year < 0 ? today.getYear() : year;
    int theMonth = noDate ? today.getMonthValue() : month < 0 ? 1 : month;
    int theDay = noDate ? today.getDayOfMonth() : day < 0 ? 1 : day;
    int theHour = hour;
    if (halfDayHour >= 0) {
      theHour = half < 0 ? halfDayHour : halfDayHour % 12 + 12 * half;
    } else if (half == 1 && hour < 12) {
      theHour = hour + 12;
    }
    return LocalDateTime.of(theYear, theMonth, theDay, theHour, minute, second, nano).toInstant(offset);
  }
}
