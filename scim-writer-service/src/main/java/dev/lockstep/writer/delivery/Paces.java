package dev.lockstep.writer.delivery;

import java.util.Collection;
import java.util.Map;

/** How fast the apps may be called, shared by all replicas. Times are epoch milliseconds unless said otherwise. */
public interface Paces {
    /**
     * What one app's target has asked for.
     *
     * @param pausedUntil no call before this time; 0 = never asked
     * @param rate calls a second after the last cut; 0 = never cut
     * @param cutAt when it was cut
     */
    record Pace(long pausedUntil, double rate, long cutAt) {
        static final Pace FREE = new Pace(0, 0, 0);

        /** A longer pause stays. */
        Pace pausedFor(long until) {
            return new Pace(Math.max(pausedUntil, until), rate, cutAt);
        }

        /** A later cut stays. */
        Pace cutTo(double newRate, long at) {
            return at > cutAt ? new Pace(pausedUntil, newRate, at) : this;
        }
    }

    /**
     * Reserves moments for calls, one after the other behind all that were reserved before.
     *
     * @param now epoch microseconds
     * @param intervalMicros from one call to the next
     * @return epoch microseconds of the first
     */
    long reserve(String app, long now, int calls, long intervalMicros);

    /** A longer pause stays. */
    void pause(String app, long until);

    /** Guard: nobody has cut it since {@code cutBefore}. */
    void cut(String app, double rate, long at, long cutBefore);

    /** Forgets what the target of an app that is gone has asked for. */
    void removeApp(String app);

    /** Of these apps, those for which anything was asked. */
    Map<String, Pace> of(Collection<String> apps);
}
