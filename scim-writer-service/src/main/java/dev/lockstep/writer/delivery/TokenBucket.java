package dev.lockstep.writer.delivery;

/** At most so many calls a second, with a burst of one second. Not thread-safe. */
final class TokenBucket {
    private final int perSecond;
    private double tokens;
    private long at;

    /** @param perSecond 0 = no limit */
    TokenBucket(int perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.tokens = Math.max(1, perSecond);
        this.at = nanoTime;
    }

    /** @return 0 when a call may be made now, else how many nanoseconds to wait */
    long take(long nanoTime) {
        if (perSecond == 0) {
            return 0;
        }
        tokens = Math.min(Math.max(1, perSecond), tokens + (nanoTime - at) * 1e-9 * perSecond);
        at = nanoTime;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        return (long) ((1 - tokens) / perSecond * 1e9) + 1;
    }
}
