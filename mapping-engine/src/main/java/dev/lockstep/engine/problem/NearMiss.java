package dev.lockstep.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known name that a mistyped one was probably meant to be. */
public final class NearMiss {
  private static final int SHORTEST_PART = 4;

  /** Longer names are not compared: the work grows with the square of the length. */
  private static final int LONGEST = 200;

  private NearMiss() {}

  /** The closest known name, or null when none is close enough to be worth proposing. */
  public static @Nullable String among(Collection<String> known, String typed) {
    if (typed.length() > LONGEST) {
      return null;
    }
    String wanted = typed.toLowerCase(Locale.ROOT);
    int best = Math.max(1, typed.length() / 3) + 1;
    String found = null;
    for (String name : known) {
      if (Math.abs(name.length() - typed.length()) >= best) {
        continue;
      }
      int distance = distance(name.toLowerCase(Locale.ROOT), wanted);
      if (distance < best) {
        best = distance;
        found = name;
      }
    }
    return found == null ? containing(known, wanted) : found;
  }

  /** A name of which a part was typed, for instance Lower for ToLower. */
  private static @Nullable String containing(Collection<String> known, String wanted) {
    if (wanted.length() < SHORTEST_PART) {
      return null;
    }
    return known.stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  /** Edit distance in which a swap of neighbours counts one. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
