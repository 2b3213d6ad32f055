package dev.lockstep.mapping.schema;

import java.util.List;

/** A schema cannot be used; carries everything that is wrong with it. */
public final class UnusableSchema extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<SchemaProblem> problems;

    public UnusableSchema(List<SchemaProblem> problems) {
        super("the schema has " + problems.size() + " problems");
        this.problems = List.copyOf(problems);
    }

    public List<SchemaProblem> problems() {
        return problems;
    }
}
