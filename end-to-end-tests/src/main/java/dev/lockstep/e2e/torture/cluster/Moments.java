package dev.lockstep.e2e.torture.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting. */
public final class Moments {
    private Moments() {
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @return whether it came true in time */
    public static boolean await(Duration limit, Duration step, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(step);
        }
        return true;
    }
}
