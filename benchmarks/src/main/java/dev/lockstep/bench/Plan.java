package dev.lockstep.bench;

import java.time.Duration;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param users in the directory, all in scope of each sync
 * @param runs that are timed, of each sync and each ingest load
 * @param warmUps syncs before the timed ones into each kind of target, not counted
 * @param sections what is measured
 * @param connections of the ingest load
 * @param batchEvents events of one ingest run in batches; {@code singleEvents} likewise, posted one by one
 * @param latencyFor how long events arrive at {@code eventsPerSecond}
 * @param idleFor how long the idle system is watched
 * @param sizes of the sections about failures
 */
public record Plan(
        int users, int runs, int warmUps, Set<Section> sections, int connections, int batchEvents, int singleEvents,
        int eventsPerSecond, Duration latencyFor, Duration idleFor, Sizes sizes) {

    /** Events per request where they come in batches. */
    static final int BATCH = 100;

    /** Warm-up runs of single events for each of a sync. */
    static final int WARM_UP_SINGLES = 3;

    static Plan full(int users, int runs, Set<Section> sections) {
        return new Plan(users, runs, 1, sections, 8, 20_000, 6_000, 50, Duration.ofSeconds(60), Duration.ofSeconds(20), Sizes.full());
    }

    /** Shows that everything works; the figures of a system that is still cold say little. */
    static Plan quick(Set<Section> sections) {
        return new Plan(1_000, 1, 0, sections, 4, 1_000, 200, 50, Duration.ofSeconds(10), Duration.ofSeconds(5), Sizes.quick());
    }

    Plan withUsers(int number) {
        return new Plan(number, runs, warmUps, sections, connections, batchEvents, singleEvents, eventsPerSecond, latencyFor, idleFor, sizes.withBacklog(number));
    }

    Plan withRuns(int number) {
        return new Plan(users, number, warmUps, sections, connections, batchEvents, singleEvents, eventsPerSecond, latencyFor, idleFor, sizes);
    }
}
