package dev.lockstep.engine.date;

/** A date format that cannot be used. */
public final class DateFormatProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DateFormatProblem(String message) {
    super(message, null, false, false);
  }
}
