package dev.lockstep.engine.regex;

import java.util.List;
import java.util.function.Predicate;

/** What can be told of a pattern before any text is there. */
final class Shape {
  private static final long MANY = Integer.MAX_VALUE;

  private Shape() {}

  /** The number of states when repetitions are written out, at most {@link Integer#MAX_VALUE}. */
  static long size(Part part) {
    return Math.min(MANY, switch (part) {
      case Part.One _, Part.Place _, Part.FinalEnd _, Part.Back _ -> 1;
      case Part.Sequence(List<Part> parts) -> sum(parts);
      case Part.Choice(List<Part> alternatives) -> sum(alternatives) + alternatives.size();
      case Part.Repeat repeat -> size(repeat.part()) * Math.max(1, Math.max(repeat.low(), repeat.high())) + 1;
      case Part.Group group -> size(group.part());
      case Part.Look look -> size(look.part()) + 1;
      case Part.Atomic atomic -> size(atomic.part()) + 1;
    });
  }

  private static long sum(List<Part> parts) {
    long sum = 1;
    for (Part part : parts) {
      sum = Math.min(MANY, sum + size(part));
    }
    return sum;
  }

  /** Whether the pattern needs what only a backtracking matcher has. */
  static boolean needsBacktracking(Part part) {
    return any(part, each -> each instanceof Part.Look || each instanceof Part.Atomic || each instanceof Part.Back);
  }

  /** Whether the pattern asks where words begin and end, which the linear-time matcher knows of ASCII only. */
  static boolean asksForWords(Part part) {
    return any(part, each -> each instanceof Part.Place(Part.Edge edge) && (edge == Part.Edge.WORD_EDGE || edge == Part.Edge.NO_WORD_EDGE));
  }

  private static boolean any(Part part, Predicate<Part> wanted) {
    return wanted.test(part) || switch (part) {
      case Part.One _, Part.Place _, Part.FinalEnd _, Part.Back _ -> false;
      case Part.Sequence(List<Part> parts) -> parts.stream().anyMatch(each -> any(each, wanted));
      case Part.Choice(List<Part> alternatives) -> alternatives.stream().anyMatch(each -> any(each, wanted));
      case Part.Repeat repeat -> any(repeat.part(), wanted);
      case Part.Group group -> any(group.part(), wanted);
      case Part.Look look -> any(look.part(), wanted);
      case Part.Atomic atomic -> any(atomic.part(), wanted);
    };
  }

  /** Whether the part can match without taking a character. */
  static boolean canBeEmpty(Part part) {
    return switch (part) {
      case Part.One _ -> false;
      case Part.Place _, Part.FinalEnd _, Part.Look _, Part.Back _ -> true;
      case Part.Sequence(List<Part> parts) -> parts.stream().allMatch(Shape::canBeEmpty);
      case Part.Choice(List<Part> alternatives) -> alternatives.stream().anyMatch(Shape::canBeEmpty);
      case Part.Repeat repeat -> repeat.low() == 0 || canBeEmpty(repeat.part());
      case Part.Group group -> canBeEmpty(group.part());
      case Part.Atomic atomic -> canBeEmpty(atomic.part());
    };
  }

  /** The pattern in the notation of the linear-time matcher; only for parts that it has. */
  static void linear(Part part, StringBuilder out) {
    switch (part) {
      case Part.One one -> out.append(one.linear());
      case Part.Place(Part.Edge edge) -> out.append(edge.linear());
      case Part.FinalEnd _ -> out.append("(?:(\\n)?\\z)");
      case Part.Sequence(List<Part> parts) -> parts.forEach(each -> linear(each, out));
      case Part.Choice(List<Part> alternatives) -> {
        for (int i = 0; i < alternatives.size(); i++) {
          linear(alternatives.get(i), out.append(i == 0 ? "(?:" : "|"));
        }
        out.append(')');
      }
      case Part.Repeat repeat -> {
        // The group around the part keeps a second quantifier of the matcher's dialect from being read into it.
        linear(repeat.part(), out.append("(?:"));
        out.append(')').append(quantifier(repeat.low(), repeat.high())).append(repeat.lazy() ? "?" : "");
      }
      case Part.Group group -> {
        linear(group.part(), out.append('('));
        out.append(')');
      }
      case Part.Look _, Part.Atomic _, Part.Back _ -> throw new IllegalArgumentException("no linear-time matcher has this");
    }
  }

  private static String quantifier(int low, int high) {
    return high < 0 && low < 2 ? (low == 0 ? "*" : "+") : "{" + low + (high < 0 ? "," : high == low ? "" : "," + high) + "}";
  }
}
