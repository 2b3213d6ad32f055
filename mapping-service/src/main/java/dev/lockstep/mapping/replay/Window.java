package dev.lockstep.mapping.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * How many items of one app may be sent and not settled: about as many as the app settles in {@value #AHEAD_SECONDS} seconds. So the
 * app never waits for the replay, and what is left of the replay when it is cancelled is over soon.
 */
final class Window {
    static final int LEAST = 20;
    static final int MOST = 200;
    private static final double AHEAD_SECONDS = 1.5;
    /** Weight of the newest look at the app's speed. */
    private static final double NEWEST = 0.4;

    private Instant lookedAt;
    private long inFlight;
    private double perSecond;
    private Instant stillSince;

    Window(long inFlight, Instant now) {
        this.inFlight = inFlight;
        this.lookedAt = now;
        this.stillSince = now;
    }

    /**
     * How many more may be sent.
     *
     * @param now the time at which so many were counted as sent and not settled
     */
    int room(long counted, Instant now) {
        double seconds = Duration.between(lookedAt, now).toNanos() / 1e9;
        if (seconds > 0) {
            long settled = Math.max(0, inFlight - counted);
            perSecond += NEWEST * (settled / seconds - perSecond);
            if (settled > 0 || counted == 0) {
                stillSince = now;
            }
            inFlight = counted;
            lookedAt = now;
        }
        return (int) Math.max(0, Math.clamp(Math.round(perSecond * AHEAD_SECONDS), LEAST, MOST) - counted);
    }

    void sent(int items) {
        inFlight += items;
    }

    /** Since when items wait and none of them was settled. */
    Instant stillSince() {
        return stillSince;
    }

    /** Its items are sent once more. */
    void restart(Instant now) {
        inFlight = 0;
        stillSince = now;
    }
}
