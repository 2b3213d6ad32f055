package dev.lockstep.engine.date;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Writes a moment by the parts of a format. */
final class DatePrinter {
  private DatePrinter() {}

  static String print(List<DateFormat.Part> parts, Instant at, DateFormat.Zone zone) {
    LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    StringBuilder out = new StringBuilder();
    for (DateFormat.Part part : parts) {
      int count = part.count();
      switch (part.specifier()) {
        case 'd' -> day(out, utc, count);
        case 'M' -> month(out, utc, count);
        case 'y' -> year(out, utc.getYear(), count);
        case 'H' -> padded(out, utc.getHour(), Math.min(count, 2));
        case 'h' -> padded(out, utc.getHour() % 12 == 0 ? 12 : utc.getHour() % 12, Math.min(count, 2));
        case 'm' -> padded(out, utc.getMinute(), Math.min(count, 2));
        case 's' -> padded(out, utc.getSecond(), Math.min(count, 2));
        case 'f' -> out.append(fraction(utc), 0, count);
        case 'F' -> shortFraction(out, fraction(utc).substring(0, count));
        case 't' -> out.append(utc.getHour() < 12 ? "AM" : "PM", 0, Math.min(count, 2));
        case 'z' -> out.append(count == 1 ? "+0" : count == 2 ? "+00" : "+00:00");
        case 'K' -> out.append(kind(zone).repeat(count));
        case 'Z' -> out.append("Z".repeat(count));
        case 'g' -> out.append("A.D.");
        default -> out.append(part.literal());
      }
    }
    return out.toString();
  }

  private static String kind(DateFormat.Zone zone) {
    return switch (zone) {
      case NONE -> "";
      case UTC -> "Z";
      case OFFSET -> "+00:00";
    };
  }

  private static void day(StringBuilder out, LocalDateTime utc, int count) {
    if (count <= 2) {
      padded(out, utc.getDayOfMonth(), count);
    } else {
      String name = Names.DAYS.get(utc.getDayOfWeek().getValue() - 1);
      out.append(name, 0, count == 3 ? 3 : name.length());
    }
  }

  private static void month(StringBuilder out, LocalDateTime utc, int count) {
    if (count <= 2) {
      padded(out, utc.getMonthValue(), count);
    } else {
      String name = Names.MONTHS.get(utc.getMonthValue() - 1);
      out.append(name, 0, count == 3 ? 3 : name.length());
    }
  }

  private static void year(StringBuilder out, int year, int count) {
    if (count <= 2) {
      padded(out, year % 100, count);
    } else {
      padded(out, year, count);
    }
  }

  private static String fraction(LocalDateTime utc) {
    return String.format("%09d", utc.getNano()).substring(0, 7);
  }

  /** F drops closing zeros, and with all digits gone the point before them too. */
  private static void shortFraction(StringBuilder out, String digits) {
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    if (end == 0 && !out.isEmpty() && out.charAt(out.length() - 1) == '.') {
      out.setLength(out.length() - 1);
    }
    out.append(digits, 0, end);
  }

  private static void padded(StringBuilder out, int number, int width) {
    String digits = Integer.toString(number);
    out.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }
}
