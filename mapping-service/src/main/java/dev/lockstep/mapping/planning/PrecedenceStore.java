package dev.lockstep.mapping.planning;

import dev.lockstep.mapping.directory.Precedence;

/** Which source is believed first. */
public interface PrecedenceStore {
    Precedence precedence();

    void save(Precedence precedence);
}
