package dev.lockstep.writer.delivery;

import java.util.Optional;

/** What one person has approved and a second one has still to confirm; at most one for an app. */
public interface Approvals {
    /**
     * @param by the first person
     * @param what names exactly the removals that were approved
     * @param at epoch milliseconds
     */
    record Approval(String by, String what, String reason, long at) {
    }

    Optional<Approval> of(String app);

    void put(String app, Approval approval);

    void clear(String app);
}
