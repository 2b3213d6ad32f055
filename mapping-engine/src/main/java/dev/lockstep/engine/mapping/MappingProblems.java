package dev.lockstep.engine.mapping;

import dev.lockstep.engine.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A set of mappings cannot be compiled; carries every problem of every mapping. */
public final class MappingProblems extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A problem of one mapping.
   *
   * @param index place of the mapping in the list, from 0
   */
  public record MappingProblem(int index, String target, Problem problem) {}

  private final transient List<MappingProblem> problems;

  MappingProblems(List<MappingProblem> problems) {
    super(problems.stream().map(each -> each.target() + ": " + each.problem().explain()).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<MappingProblem> problems() {
    return problems;
  }
}
