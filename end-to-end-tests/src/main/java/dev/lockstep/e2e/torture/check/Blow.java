package dev.lockstep.e2e.torture.check;

/**
 * A writer was killed or stopped. What an application answered it just then may have been heard by nobody: it is gone, or asleep, and the other
 * writer would have heard it from it.
 *
 * @param from just before, in milliseconds since 1970, as {@code until}
 * @param until just after
 */
public record Blow(long from, long until) {
    /** An answer is read and passed on within this time, on a machine that is busy; and a call that had left arrives within it. */
    private static final long ON_THE_WAY_MS = 500;

    /** @param at when an application was called */
    boolean swallows(long at) {
        return at > from - ON_THE_WAY_MS && at < until + ON_THE_WAY_MS;
    }
}
