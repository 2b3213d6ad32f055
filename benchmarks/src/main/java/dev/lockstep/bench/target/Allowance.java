package dev.lockstep.bench.target;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many calls an application takes: no more than the number in any second, wherever that second begins, and no more than a
 * bucket of as many tokens holds that is filled as fast. A call that is refused counts for neither. Not thread-safe.
 */
final class Allowance {

    private static final long SECOND = 1_000_000;

    private final int perSecond;
    private final Deque<Long> lastSecond = new ArrayDeque<>();
    private double tokens;
    private long filledAt;

    Allowance(int perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
    }

    int perSecond() {
        return perSecond;
    }

    /** @param now microseconds, never less than before */
    boolean admits(long now) {
        tokens = Math.min(perSecond, tokens + (double) (now - filledAt) / SECOND * perSecond);
        filledAt = now;
        while (!lastSecond.isEmpty() && now - lastSecond.getFirst() >= SECOND) {
            lastSecond.removeFirst();
        }
        if (tokens < 1 || lastSecond.size() >= perSecond) {
            return false;
        }
        tokens--;
        lastSecond.addLast(now);
        return true;
    }
}
