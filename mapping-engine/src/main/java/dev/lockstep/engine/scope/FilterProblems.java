package dev.lockstep.engine.scope;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A scoping filter cannot be used; carries every problem found. */
public final class FilterProblems extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A problem of one clause; groups and clauses count from 0. */
  public record FilterProblem(int group, int clause, String message, @Nullable String suggestion) {}

  private final transient List<FilterProblem> problems;

  FilterProblems(List<FilterProblem> problems) {
    super(problems.stream().map(FilterProblem::message).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<FilterProblem> problems() {
    return problems;
  }
}
