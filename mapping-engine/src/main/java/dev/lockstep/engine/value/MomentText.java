package dev.lockstep.engine.value;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The text form of a moment, {@code M/d/yyyy h:mm:ss tt} in UTC with invariant day halves. */
final class MomentText {
  private MomentText() {}

  static String of(Instant at) {
    LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    int hour = utc.getHour() % 12 == 0 ? 12 : utc.getHour() % 12;
    StringBuilder out = new StringBuilder(22);
    out.append(utc.getMonthValue()).append('/').append(utc.getDayOfMonth()).append('/');
    String year = Integer.toString(utc.getYear());
    out.append("0".repeat(Math.max(0, 4 - year.length()))).append(year).append(' ').append(hour);
    two(out.append(':'), utc.getMinute());
    two(out.append(':'), utc.getSecond());
    return out.append(utc.getHour() < 12 ? " AM" : " PM").toString();
  }

  private static void two(StringBuilder out, int number) {
    if (number < 10) {
      out.append('0');
    }
    out.append(number);
  }
}
