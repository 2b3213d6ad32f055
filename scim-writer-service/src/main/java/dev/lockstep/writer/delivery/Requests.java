package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import java.util.Optional;

/** What people asked for, and what came of it. */
public interface Requests {
    void accepted(String app, String requestId, String key);

    void done(String app, String requestId, AccountOutcome outcome);

    /** Empty when the request has not arrived; with a null outcome when it has, but is not done. */
    Optional<State> find(String app, String requestId);

    record State(String key, @org.jspecify.annotations.Nullable AccountOutcome outcome) {
    }
}
