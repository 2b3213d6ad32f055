package dev.lockstep.engine.scope;

import java.util.List;

/**
 * Why an object is in or out of scope.
 *
 * @param groups every group with its result; none means that nothing is filtered
 */
public record FilterExplanation(boolean inScope, List<GroupResult> groups) {
  public FilterExplanation {
    groups = List.copyOf(groups);
  }

  public record GroupResult(String name, boolean holds, List<ClauseResult> clauses) {
    public GroupResult {
      clauses = List.copyOf(clauses);
    }
  }

  /** @param operator in its usual spelling */
  public record ClauseResult(String attribute, String operator, List<String> values, boolean holds) {
    public ClauseResult {
      values = List.copyOf(values);
    }
  }
}
