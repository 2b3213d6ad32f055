package dev.lockstep.engine.scope;

import java.util.List;

/** Clauses that must all hold. The name is the filter's title for administrators. */
public record FilterGroup(String name, List<Clause> clauses) {
  public FilterGroup {
    clauses = List.copyOf(clauses);
  }
}
