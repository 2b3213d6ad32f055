package dev.lockstep.engine.regex;

/** Finds one match after the other; groups are given by the place of their parenthesis. */
interface Finder {
  boolean find();

  /** -1 when the group took no part. */
  int start(int group);

  int end(int group);
}
