package dev.lockstep.e2e.torture;

import java.time.Duration;

/** How large a run is. */
public enum Tier {
    /** No fault but one spell of 429: for showing that the checker catches a system that is wrong by itself. */
    BARE(60, 400, 0, 1, Duration.ofSeconds(10), Duration.ofSeconds(40)),
    /** As few events as will do, and no fault but what is brought along. */
    TINY(25, 150, 0, 1, Duration.ofSeconds(3), Duration.ofSeconds(40)),
    /** Every kind of fault and every profile, few events: for a look while building. */
    SHORT(150, 900, 24, 3, Duration.ofSeconds(1), Duration.ofMinutes(2)),
    /** In the tests: every kind of fault and every profile, two faults at a time. */
    T0(600, 5_000, 25, 2, Duration.ofSeconds(5), Duration.ofMinutes(2)),
    /** Before a release. */
    T1(3_000, 50_000, 150, 2, Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final int people;
    private final int events;
    private final int faults;
    private final int atOnce;
    private final Duration quiet;
    private final Duration restLimit;

    Tier(int people, int events, int faults, int atOnce, Duration quiet, Duration restLimit) {
        this.people = people;
        this.events = events;
        this.faults = faults;
        this.atOnce = atOnce;
        this.quiet = quiet;
        this.restLimit = restLimit;
    }

    int people() {
        return people;
    }

    int events() {
        return events;
    }

    int faults() {
        return faults;
    }

    /** @return whether applications are by the book and nothing happens that was not brought along */
    boolean isCalm() {
        return faults == 0;
    }

    /** @return how many faults overlap */
    int atOnce() {
        return atOnce;
    }

    /** @return the time without a fault after each */
    Duration quiet() {
        return quiet;
    }

    Duration restLimit() {
        return restLimit;
    }
}
