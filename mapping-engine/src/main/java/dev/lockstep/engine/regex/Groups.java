package dev.lockstep.engine.regex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbering of groups. .NET counts unnamed groups first and named ones after them; the matcher counts parentheses from the
 * left, and has one group for every occurrence of a repeated name.
 */
final class Groups {
  private record Open(@Nullable String name, int index) {}

  private final List<Open> opened = new ArrayList<>();
  private final List<Integer> tails = new ArrayList<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<Integer, List<Integer>> indexes = new LinkedHashMap<>();
  private int count;

  /** The place of the new group's parenthesis. */
  int open(@Nullable String name) {
    opened.add(new Open(name, ++count));
    return count;
  }

  /** A group of our own that holds the final line break which {@code $} looks at but does not take. */
  int openTail() {
    tails.add(++count);
    return count;
  }

  /** Number of parentheses, our own included. */
  int count() {
    return count;
  }

  void number() {
    int unnamed = 0;
    for (Open group : opened) {
      if (group.name() == null) {
        indexes.computeIfAbsent(++unnamed, _ -> new ArrayList<>()).add(group.index());
      }
    }
    int next = unnamed + 1;
    for (Open group : opened) {
      String name = group.name();
      if (name == null) {
        continue;
      }
      Integer number = numbers.get(name);
      if (number == null) {
        number = isNumber(name) ? Integer.parseInt(name) : next;
        next = Math.max(next, number + 1);
        numbers.put(name, number);
      }
      indexes.computeIfAbsent(number, _ -> new ArrayList<>()).add(group.index());
    }
  }

  private static boolean isNumber(String name) {
    return name.length() <= 4 && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The .NET number of a group given by name or number, or -1. */
  int numberOf(String name) {
    Integer named = numbers.get(name);
    if (named != null) {
      return named;
    }
    if (!name.isEmpty() && isNumber(name)) {
      int number = Integer.parseInt(name);
      return number == 0 || indexes.containsKey(number) ? number : -1;
    }
    return -1;
  }

  /** The matcher's groups behind a .NET number; the last one that took part counts. */
  List<Integer> indexes(int number) {
    return indexes.getOrDefault(number, List.of());
  }

  List<Integer> tails() {
    return tails;
  }

  int highest() {
    return indexes.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
