package dev.lockstep.audit.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The episodes of all apps. Every change is one compare-and-set, so replicas need not know of each other. */
public interface Episodes {
    /**
     * Counts failures into the open episode of their app and code, or opens one, whose mail and webhook call are then due. Failures from
     * before the last recovery, told again, open nothing. An episode without a failure for the quiet time is over.
     */
    void note(Failure failure, Instant now);

    /** The app works again: its episodes without a later failure end. */
    void recovered(String app, Instant at);

    /** The next mail that is due, for this caller alone. */
    Optional<Episode> claim(Instant now);

    void sent(Episode claimed, Instant at);

    void skipped(Episode claimed, String why);

    void postponed(Episode claimed, Instant dueAt, String why);

    /** The next webhook call that is due, for this caller until the lease ends: whoever dies meanwhile is followed by another. */
    Optional<Episode> claimHook(Instant now, Duration lease);

    /** What became of the call; without effect when another one claimed it since. */
    void hook(Episode claimed, Hook outcome);

    /** Latest first; one per code. */
    List<Episode> of(String app);
}
