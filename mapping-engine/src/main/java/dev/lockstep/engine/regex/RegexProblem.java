package dev.lockstep.engine.regex;

/** A pattern that cannot be used; the message says why in the words of the .NET dialect. */
public final class RegexProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int offset;

  RegexProblem(String message, int offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** Offset in the pattern, from 0. */
  public int offset() {
    return offset;
  }
}
