package dev.lockstep.writer.fault;

import dev.lockstep.contracts.AppConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an account is attempted again.
 *
 * @param waits after the first, second, ... failed attempt
 * @param dailyUntil when the waits are used up: once a day until so long after the first failure, then Lockstep gives up; zero = at once
 * @param lookUps after a doubtful create: when its account is looked for
 * @param jitter share by which a wait is varied at random, 0.2 = up to 20 % shorter or longer
 */
public record RetryPlan(List<Duration> waits, Duration dailyUntil, List<Duration> lookUps, double jitter) {
    private static final Duration DAY = Duration.ofDays(1);

    public RetryPlan {
        if (waits.isEmpty() || lookUps.isEmpty()) {
            throw new IllegalArgumentException("lockstep.writer.retry-waits and look-up-waits need at least one duration");
        }
    }

    /** About 72 hours in all, then daily to day 28. */
    public static RetryPlan standard() {
        return new RetryPlan(
                List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofMinutes(30),
                        Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(16),
                        Duration.ofHours(20), Duration.ofHours(20)), Duration.ofDays(28),
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60)), 0.2);
    }

    /** The app's own waits and tail, if it has some, in place of these. */
    public RetryPlan with(AppConfig.@Nullable Retry own) {
        return own == null ? this
                : new RetryPlan(own.waitSeconds().stream().map(Duration::ofSeconds).toList(), Duration.ofDays(own.dailyUntilDay()), lookUps, jitter);
    }

    /**
     * @param attempts failed so far, at least 1
     * @param failingFor since the first failure
     * @param chance from 0 to 1
     * @return empty when Lockstep gives up
     */
    public Optional<Duration> after(int attempts, Duration failingFor, double chance) {
        if (attempts <= waits.size()) {
            return Optional.of(vary(waits.get(attempts - 1), chance));
        }
        Duration left = dailyUntil.minus(failingFor);
        if (!left.isPositive()) {
            return Optional.empty();
        }
        // The last attempt is at the very end: a target that comes back on the last day is still met.
        Duration next = vary(DAY, chance);
        return Optional.of(next.compareTo(left) > 0 ? left : next);
    }

    /** @param looks look-ups done since the doubt began */
    public Duration nextLookUp(int looks, double chance) {
        return vary(lookUps.get(Math.min(looks, lookUps.size() - 1)), chance);
    }

    private Duration vary(Duration wait, double chance) {
        return Duration.ofMillis(Math.round(wait.toMillis() * (1 + jitter * (2 * chance - 1))));
    }
}
