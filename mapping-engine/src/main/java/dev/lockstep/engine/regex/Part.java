package dev.lockstep.engine.regex;

import java.util.List;
import java.util.function.IntPredicate;

/** A part of a pattern as it was read; both matchers are made from it. */
sealed interface Part {

  /** One code point of a kind; {@code linear} says the same in the notation of the linear-time matcher. */
  record One(String linear, IntPredicate test) implements Part {}

  /** A place between characters. */
  record Place(Edge edge) implements Part {}

  /** The end of the text or before its last line break; the linear-time matcher holds that line break in a group of its own. */
  record FinalEnd(int tail) implements Part {}

  record Sequence(List<Part> parts) implements Part {}

  record Choice(List<Part> alternatives) implements Part {}

  /** @param high -1 for any number */
  record Repeat(Part part, int low, int high, boolean lazy) implements Part {}

  /** @param index place of the parenthesis, from 1 */
  record Group(int index, Part part) implements Part {}

  /** Look-ahead or look-behind. */
  record Look(Part part, boolean behind, boolean negative) implements Part {}

  record Atomic(Part part) implements Part {}

  /** @param at offset in the pattern */
  record Back(String group, boolean ignoreCase, int at) implements Part {}

  /** The places that need no further word. */
  enum Edge {
    TEXT_START("\\A"),
    TEXT_END("\\z"),
    LINE_START("(?m:^)"),
    LINE_END("(?m:$)"),
    WORD_EDGE("\\b"),
    NO_WORD_EDGE("\\B");

    private final String linear;

    Edge(String linear) {
      this.linear = linear;
    }

    String linear() {
      return linear;
    }
  }
}
