package dev.lockstep.engine.date;

import java.util.List;

/** Names of the invariant culture. */
final class Names {
  static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December");
  /** In the order of {@link java.time.DayOfWeek}. */
  static final List<String> DAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private Names() {}

  /** The number from 1 of the name that stands at a position, whole or by its first three letters, or 0. */
  static int at(List<String> names, String text, int position, boolean whole) {
    for (int i = 0; i < names.size(); i++) {
      String name = whole ? names.get(i) : names.get(i).substring(0, 3);
      if (text.regionMatches(true, position, name, 0, name.length())) {
        return i + 1;
      }
    }
    return 0;
  }
}
