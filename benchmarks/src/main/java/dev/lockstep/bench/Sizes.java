package dev.lockstep.bench;

import java.time.Duration;

/**
 * How much the sections about failures do.
 *
 * @param backlog updates that wait in one app while people leave
 * @param queued changes that wait for the app that hangs
 * @param failures that are replayed
 * @param live people who change in a steady stream
 * @param perSecond of them, in the stream of {@code isolation}; less where the machine is too slow
 * @param replayPerSecond of them, in the stream beside a replay
 * @param stream how long a stream is measured
 * @param leavers one a second
 * @param steady how long a target's allowance is to be used up
 * @param outage how long a target is down
 */
public record Sizes(
        int backlog, int queued, int failures, int live, int perSecond, int replayPerSecond, Duration stream, int leavers, Duration steady, Duration outage) {

    /** Apps that share the stream of {@code isolation}. */
    static final int APPS = 10;

    /** Calls a second that the target of {@code allowance} takes. */
    static final int ALLOWED = 25;

    /** Changes of each person during {@code outage}. */
    static final int CHANGES = 3;

    /** Of so many people one cannot be written in {@code replay}: fewer than what puts an app into quarantine. */
    static final int REFUSED_OF = 4;

    static Sizes full() {
        return new Sizes(100_000, 20_000, 10_000, 2_000, 50, 20, Duration.ofSeconds(60), 20, Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    static Sizes quick() {
        return new Sizes(2_000, 400, 200, 400, 5, 5, Duration.ofSeconds(8), 5, Duration.ofSeconds(6), Duration.ofSeconds(10));
    }

    /** In the proportions of {@link #full}. */
    Sizes withBacklog(int users) {
        return new Sizes(users, Math.max(1, users / 5), Math.max(1, users / 10), live, perSecond, replayPerSecond, stream, leavers, steady, outage);
    }
}
