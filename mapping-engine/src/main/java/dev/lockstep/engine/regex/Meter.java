package dev.lockstep.engine.regex;

/** Counts the work that a match costs and stops it, by an exception of the caller's, when it has cost enough. */
@FunctionalInterface
public interface Meter {
  /** @param units states visited, roughly */
  void charge(long units);
}
