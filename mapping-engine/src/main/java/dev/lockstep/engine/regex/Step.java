package dev.lockstep.engine.regex;

import java.util.function.IntPredicate;

/** One step of a program for the backtracking matcher. */
sealed interface Step {

  /** Takes one code point. */
  record Take(IntPredicate test) implements Step {}

  /** Goes on only at such a place. */
  record At(Part.Edge edge) implements Step {}

  /** Goes on only at the end, or before the last line break. */
  record AtFinalEnd() implements Step {}

  record Jump(int to) implements Step {}

  /** Tries {@code first}, and {@code second} when that leads nowhere. */
  record Fork(int first, int second) implements Step {}

  /** Notes the position. */
  record Note(int register) implements Step {}

  /** Leads nowhere when the position is still the noted one: an empty round of a loop. */
  record Moved(int register) implements Step {}

  /** Sets a group from the noted start to the position. */
  record Capture(int group, int startRegister) implements Step {}

  /** Takes what the last of the groups that took part holds. */
  record Same(int[] groups, boolean ignoreCase) implements Step {}

  record Look(Step[] inner, boolean behind, boolean negative) implements Step {}

  record Once(Step[] inner) implements Step {}

  record Done() implements Step {}
}
