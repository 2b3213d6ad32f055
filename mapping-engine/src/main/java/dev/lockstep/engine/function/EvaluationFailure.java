package dev.lockstep.engine.function;

import dev.lockstep.engine.problem.ProblemCode;

/** A value that cannot be used, on its way out of an evaluation; the message never holds the value itself. */
public final class EvaluationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ProblemCode code;
  private final int argument;

  /** @param argument number of the argument from 0, or -1 for the whole call */
  public EvaluationFailure(ProblemCode code, int argument, String message) {
    // Bad data is an everyday answer here, so no stack is walked for it.
    super(message, null, false, false);
    this.code = code;
    this.argument = argument;
  }

  public ProblemCode code() {
    return code;
  }

  public int argument() {
    return argument;
  }
}
