package dev.lockstep.engine.regex;

/** The matches of a pattern in a text, one after the other. Not thread-safe. */
public final class RegexMatch {
  private final Finder matcher;
  private final String text;
  private final Groups groups;

  RegexMatch(Finder matcher, String text, Groups groups) {
    this.matcher = matcher;
    this.text = text;
    this.groups = groups;
  }

  /** Goes to the next match. */
  public boolean find() {
    return matcher.find();
  }

  public String text() {
    return text;
  }

  public int start() {
    return matcher.start(0);
  }

  public int end() {
    return withoutTail(matcher.end(0));
  }

  /** Start of a group by its .NET number, -1 when it took no part. */
  public int start(int number) {
    if (number == 0) {
      return start();
    }
    int start = -1;
    for (int index : groups.indexes(number)) {
      start = Math.max(start, matcher.start(index));
    }
    return start;
  }

  /** End of a group by its .NET number, -1 when it took no part. */
  public int end(int number) {
    if (number == 0) {
      return end();
    }
    int start = start(number);
    for (int index : groups.indexes(number)) {
      if (start >= 0 && matcher.start(index) == start) {
        return withoutTail(matcher.end(index));
      }
    }
    return -1;
  }

  /** The group's text, empty when it took no part. */
  public String group(int number) {
    int start = start(number);
    return start < 0 ? "" : text.substring(start, end(number));
  }

  int highestGroup() {
    return groups.highest();
  }

  private int withoutTail(int end) {
    int result = end;
    for (int tail : groups.tails()) {
      int start = matcher.start(tail);
      if (start >= 0 && start < result) {
        result = start;
      }
    }
    return result;
  }
}
