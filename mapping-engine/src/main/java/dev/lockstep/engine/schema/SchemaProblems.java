package dev.lockstep.engine.schema;

import dev.lockstep.engine.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A schema document cannot be used; carries every problem with its JSON pointer (RFC 6901). */
public final class SchemaProblems extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public record SchemaProblem(String pointer, Problem problem) {}

  private final transient List<SchemaProblem> problems;

  SchemaProblems(List<SchemaProblem> problems) {
    super(problems.stream().map(each -> each.pointer() + ": " + each.problem().explain()).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<SchemaProblem> problems() {
    return problems;
  }
}
