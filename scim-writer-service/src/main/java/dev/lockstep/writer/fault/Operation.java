package dev.lockstep.writer.fault;

/** What was asked of the target. */
public enum Operation {
    CREATE(true), PATCH(true), PUT(true), DELETE(true),
    /** GET of one resource. */
    READ(false),
    /** GET with a filter. */
    LOOK_UP(false),
    /** GET of a page. */
    LIST(false);

    private final boolean mutating;

    Operation(boolean mutating) {
        this.mutating = mutating;
    }

    public boolean isMutating() {
        return mutating;
    }

    /** Whether the path names one account. */
    boolean isOnAccount() {
        return this == PATCH || this == PUT || this == DELETE || this == READ;
    }
}
