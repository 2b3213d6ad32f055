package dev.lockstep.bench.target;

import dev.lockstep.bench.target.Conduct.Counting;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many calls an application takes. Not thread-safe. */
final class Allowance {

    private static final long SECOND = 1_000_000;

    private final int perSecond;
    private final Counting counting;
    /** The calls taken in the second that counts, in microseconds. */
    private final Deque<Long> taken = new ArrayDeque<>();
    private double tokens;
    private long filledAt;

    Allowance(int perSecond, Counting counting) {
        this.perSecond = perSecond;
        this.counting = counting;
        this.tokens = perSecond;
    }

    boolean isFor(Conduct conduct) {
        return perSecond == conduct.perSecond() && counting == conduct.counting();
    }

    /** @param now microseconds since the epoch, never less than before */
    boolean admits(long now) {
        tokens = Math.min(perSecond, tokens + (double) (now - filledAt) / SECOND * perSecond);
        filledAt = now;
        while (!taken.isEmpty() && isOver(taken.getFirst(), now)) {
            taken.removeFirst();
        }
        // In any second no more are taken than a bucket would let through, so the bucket adds nothing there.
        if (taken.size() >= perSecond || counting == Counting.CLOCK_SECOND && tokens < 1) {
            return false;
        }
        tokens--;
        taken.addLast(now);
        return true;
    }

    private boolean isOver(long call, long now) {
        return switch (counting) {
            case CLOCK_SECOND -> call / SECOND != now / SECOND;
            case ANY_SECOND -> now - call >= SECOND;
        };
    }
}
