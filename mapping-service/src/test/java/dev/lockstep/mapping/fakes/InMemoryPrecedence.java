package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.PrecedenceStore;

/** The precedence in memory. */
public final class InMemoryPrecedence implements PrecedenceStore {
    private Precedence precedence = Precedence.LAST_WRITER;

    @Override
    public Precedence precedence() {
        return precedence;
    }

    @Override
    public void save(Precedence next) {
        precedence = next;
    }
}
