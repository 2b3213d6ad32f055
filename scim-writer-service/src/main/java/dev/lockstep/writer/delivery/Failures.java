package dev.lockstep.writer.delivery;

import dev.lockstep.writer.fault.RetryPlan;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long to wait after a failure, in milliseconds, with chance in it so that a crowd does not return at once. */
final class Failures {
    private static final long PAUSE = 5_000;

    private final RetryPlan plan;

    Failures(RetryPlan plan) {
        this.plan = plan;
    }

    /**
     * @param attempts failed so far
     * @param since when the first of them failed, epoch milliseconds; 0 = just now
     * @return null when attempts are used up
     */
    @Nullable Long after(int attempts, long since, long now) {
        Duration failingFor = Duration.ofMillis(since == 0 ? 0 : now - since);
        return plan.after(attempts, failingFor, chance()).map(Duration::toMillis).orElse(null);
    }

    long nextLookUp(int looks) {
        return plan.nextLookUp(looks, chance()).toMillis();
    }

    /** When a target asks for patience without saying how much. */
    long pause() {
        return Math.round(PAUSE * (0.8 + 0.4 * chance()));
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
