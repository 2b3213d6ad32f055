package dev.lockstep.engine.scope;

import dev.lockstep.engine.scope.FilterExplanation.ClauseResult;
import dev.lockstep.engine.scope.FilterExplanation.GroupResult;
import dev.lockstep.engine.scope.FilterProblems.FilterProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which source objects are in scope: all clauses of at least one group must hold; without groups everything is. An attribute that is
 * null or empty makes every clause false but IS NULL. Comparison is case-sensitive. Immutable and thread-safe.
 */
public final class ScopingFilter {
  /** Lets every object pass. */
  public static final ScopingFilter NONE = new ScopingFilter(List.of());

  private record Group(String name, List<CompiledClause> clauses) {}

  private final List<Group> groups;

  private ScopingFilter(List<Group> groups) {
    this.groups = groups;
  }

  /** @throws FilterProblems with every problem of every clause */
  public static ScopingFilter of(List<FilterGroup> groups) {
    List<FilterProblem> problems = new ArrayList<>();
    List<Group> compiled = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      List<CompiledClause> clauses = new ArrayList<>();
      List<Clause> written = groups.get(g).clauses();
      for (int c = 0; c < written.size(); c++) {
        try {
          clauses.add(CompiledClause.compile(written.get(c)));
        } catch (CompiledClause.Unusable unusable) {
          problems.add(new FilterProblem(g, c, String.valueOf(unusable.getMessage()), unusable.suggestion()));
        }
      }
      compiled.add(new Group(groups.get(g).name(), List.copyOf(clauses)));
    }
    if (!problems.isEmpty()) {
      throw new FilterProblems(problems);
    }
    return new ScopingFilter(List.copyOf(compiled));
  }

  public boolean matches(Map<String, ? extends @Nullable Object> attributes) {
    if (groups.isEmpty()) {
      return true;
    }
    for (Group group : groups) {
      if (holds(group, attributes)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(Group group, Map<String, ? extends @Nullable Object> attributes) {
    for (CompiledClause clause : group.clauses()) {
      if (!clause.holds(attributes)) {
        return false;
      }
    }
    return true;
  }

  /** The result of every clause; holds no attribute values. */
  public FilterExplanation explain(Map<String, ? extends @Nullable Object> attributes) {
    List<GroupResult> results = new ArrayList<>();
    boolean any = groups.isEmpty();
    for (Group group : groups) {
      List<ClauseResult> clauses = group.clauses().stream()
          .map(test -> new ClauseResult(test.clause().attribute(), test.operator().spelling(), test.clause().values(), test.holds(attributes)))
          .toList();
      boolean holds = clauses.stream().allMatch(ClauseResult::holds);
      any |= holds;
      results.add(new GroupResult(group.name(), holds, clauses));
    }
    return new FilterExplanation(any, results);
  }

  /** The source attributes that the filter looks at. */
  public Set<String> attributes() {
    Set<String> names = new HashSet<>();
    groups.forEach(group -> group.clauses().forEach(test -> names.add(test.clause().attribute())));
    return names;
  }
}
