package dev.lockstep.audit.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the webhook call of an episode.
 *
 * @param from when it was due first
 * @param dueAt when it is to be tried (again); while it is under way, when somebody else may try it
 * @param attempts how often it was tried
 * @param note why it was not done (yet), or null
 */
public record Hook(State state, Instant from, Instant dueAt, int attempts, @Nullable Instant doneAt, @Nullable String note) {
    public enum State {
        DUE, SENT,
        /** Nobody wants it, or its address must not be called. */
        SKIPPED,
        /** It was tried for long enough. */
        GIVEN_UP
    }

    static Hook due(Instant now) {
        return new Hook(State.DUE, now, now, 0, null, null);
    }

    Hook claimed(Instant until) {
        return new Hook(state, from, until, attempts + 1, null, note);
    }

    Hook sent(Instant at) {
        return new Hook(State.SENT, from, dueAt, attempts, at, null);
    }

    Hook ended(State end, String why) {
        return new Hook(end, from, dueAt, attempts, null, why);
    }

    Hook postponed(Instant until, String why) {
        return new Hook(State.DUE, from, until, attempts, null, why);
    }
}
