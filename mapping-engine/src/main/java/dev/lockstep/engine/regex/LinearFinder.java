package dev.lockstep.engine.regex;

import com.google.re2j.Matcher;

/** The linear-time matcher. */
record LinearFinder(Matcher matcher) implements Finder {
  @Override
  public boolean find() {
    return matcher.find();
  }

  @Override
  public int start(int group) {
    return matcher.start(group);
  }

  @Override
  public int end(int group) {
    return matcher.end(group);
  }
}
