package dev.lockstep.mapping.shadow;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets changes that count go first: rests after each page for as long as the page took, so that a walk has at most half a
 * core, and waits while many records are to be decided.
 */
public final class Courtesy implements ShadowWalk.Rest {
    private static final int PAGES_BETWEEN_LOOKS = 10;
    private static final long MANY_WAITING = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final LongSupplier waiting;
    private volatile boolean stopped;
    private long last = System.nanoTime();

    /** @param waiting how many records are to be decided */
    public Courtesy(LongSupplier waiting) {
        this.waiting = waiting;
    }

    @Override
    public void after(int page) throws InterruptedException {
        long took = page == 1 ? 0 : System.nanoTime() - last;
        sleep(Duration.ofNanos(Math.min(took, LONGEST.toNanos())));
        // Whoever holds a walk has to prolong its hold, so patience has an end, also under a load that never ends.
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (page % PAGES_BETWEEN_LOOKS == 0 && System.nanoTime() < until && waiting.getAsLong() > MANY_WAITING) {
            sleep(PAUSE);
        }
        last = System.nanoTime();
    }

    private void sleep(Duration time) throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("the service stops");
        }
        Thread.sleep(time);
    }

    /** Ends the walk that is on its way at its next page. */
    public void stop() {
        stopped = true;
    }
}
