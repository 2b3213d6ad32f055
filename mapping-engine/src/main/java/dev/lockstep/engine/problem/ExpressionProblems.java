package dev.lockstep.engine.problem;

import java.util.List;
import java.util.stream.Collectors;

/** An expression cannot be compiled; carries every problem found, in order of position. */
public final class ExpressionProblems extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  public ExpressionProblems(List<Problem> problems) {
    super(problems.stream().map(Problem::explain).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
