package dev.lockstep.writer.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When an account is attempted again.
 *
 * @param waits after the first, second, ... failed attempt; when they are used up, Lockstep gives up
 * @param lookUps after a doubtful create: when its account is looked for
 * @param jitter share by which a wait is varied at random, 0.2 = up to 20 % shorter or longer
 */
public record RetryPlan(List<Duration> waits, List<Duration> lookUps, double jitter) {
    public RetryPlan {
        if (waits.isEmpty() || lookUps.isEmpty()) {
            throw new IllegalArgumentException("lockstep.writer.retry-waits and look-up-waits need at least one duration");
        }
    }

    /** About 72 hours in all. */
    public static RetryPlan standard() {
        return new RetryPlan(
                List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofMinutes(30),
                        Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(16),
                        Duration.ofHours(20), Duration.ofHours(20)),
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60)), 0.2);
    }

    /**
     * @param attempts failed so far, at least 1
     * @param chance from 0 to 1
     */
    public Optional<Duration> after(int attempts, double chance) {
        return attempts > waits.size() ? Optional.empty() : Optional.of(vary(waits.get(attempts - 1), chance));
    }

    /** @param looks look-ups done since the doubt began */
    public Duration nextLookUp(int looks, double chance) {
        return vary(lookUps.get(Math.min(looks, lookUps.size() - 1)), chance);
    }

    private Duration vary(Duration wait, double chance) {
        return Duration.ofMillis(Math.round(wait.toMillis() * (1 + jitter * (2 * chance - 1))));
    }
}
