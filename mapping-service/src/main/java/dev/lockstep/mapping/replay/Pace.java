package dev.lockstep.mapping.replay;

import java.time.Duration;
import java.time.Instant;

/** How many items a replay may send now, so that it never sends more than its rate; a second's quarter may be made up for. */
final class Pace {
    private final int perSecond;
    private final double most;
    private Instant filledAt;
    private double tokens;

    Pace(int perSecond, Instant now) {
        this.perSecond = perSecond;
        this.most = Math.max(1, perSecond / 4.0);
        this.filledAt = now;
        this.tokens = 1;
    }

    int allowed(Instant now) {
        double seconds = Duration.between(filledAt, now).toNanos() / 1e9;
        if (seconds > 0) {
            tokens = Math.min(most, tokens + seconds * perSecond);
            filledAt = now;
        }
        return (int) tokens;
    }

    void spend(int items) {
        tokens -= items;
    }
}
