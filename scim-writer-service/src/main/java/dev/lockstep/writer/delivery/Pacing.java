package dev.lockstep.writer.delivery;

import dev.lockstep.writer.delivery.Paces.Pace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * When calls to one app's target may be made. Each call has a moment of its own, reserved for all replicas together, and none
 * is made while the target asks for patience. A 429 cuts the rate by three tenths; it grows again while the target stays quiet, up to
 * what the app's settings allow.
 */
final class Pacing {
    static final long CUT_ONCE_IN_MILLIS = 10_000;
    private static final long GROWS_EVERY_MILLIS = 2_000;
    private static final double CUT_TO = 0.7;
    /** A little slower than allowed: networks shift calls against each other. */
    private static final double CAUTION = 1.02;
    private static final double AHEAD_SECONDS = 0.1;
    private static final int MOST_AHEAD = 20;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String app;
    private final Paces paces;
    private final Clock clock;
    private final int limit;
    private final AtomicReference<Pace> pace = new AtomicReference<>(Pace.FREE);
    private volatile long heardAt = System.nanoTime() - FRESH_NANOS;
    private final Object hearing = new Object();
    private volatile boolean away;
    private long next;
    private long interval;
    private int left;

    /** @param limit calls a second that the app's settings allow; 0 = no limit */
    Pacing(String app, Paces paces, Clock clock, int limit) {
        this.app = app;
        this.paces = paces;
        this.clock = clock;
        this.limit = limit;
    }

    Pacing with(int changedLimit) {
        Pacing changed = new Pacing(app, paces, clock, changedLimit);
        changed.pace.set(pace.get());
        changed.heardAt = heardAt;
        changed.away = away;
        return changed;
    }

    /** Epoch milliseconds; in the past when calls may be made. */
    long pausedUntil() {
        return pace.get().pausedUntil();
    }

    private boolean isPaused() {
        return pausedUntil() > clock.millis();
    }

    /** Waits for the moment of one call. @return false when the target asks for patience: no call now */
    boolean await() {
        hear();
        if (isPaused()) {
            return false;
        }
        long moment = moment();
        for (long wait = moment - micros(); wait > 0 && !isPaused(); wait = moment - micros()) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(wait));
        }
        // The wait may have been long, or the process stopped meanwhile.
        return isFree();
    }

    /** Whether no replica has been told to come back later, as far as is known since a moment ago. */
    boolean isFree() {
        hear();
        return !isPaused();
    }

    /** What others were told is known to be at most so old: after a restart, and when the store was slow, it is asked first. */
    private void hear() {
        if (System.nanoTime() - heardAt < FRESH_NANOS) {
            return;
        }
        synchronized (hearing) {
            if (System.nanoTime() - heardAt < FRESH_NANOS) {
                return;
            }
            long asked = System.nanoTime();
            Pace told = ask();
            if (away || System.nanoTime() - asked >= SLOW_NANOS) {
                // What others were told while the store was away is still on its way to it.
                LockSupport.parkNanos(FRESH_NANOS);
                told = ask();
            }
            away = false;
            learn(told, System.nanoTime());
        }
    }

    private Pace ask() {
        try {
            return paces.of(List.of(app)).getOrDefault(app, Pace.FREE);
        } catch (RuntimeException e) {
            storeIsAway();
            throw e;
        }
    }

    /** What the store says next may lack what others were told meanwhile. */
    void storeIsAway() {
        away = true;
    }

    private synchronized long moment() {
        double rate = rate(pace.get(), limit, clock.millis());
        long now = micros();
        if (rate == 0) {
            return now;
        }
        // Moments that went by unused are gone: made up for, they would be a burst.
        if (left == 0 || next + interval < now) {
            left = Math.clamp(Math.round(rate * AHEAD_SECONDS), 1, MOST_AHEAD);
            interval = Math.round(1_000_000 / rate * CAUTION);
            next = paces.reserve(app, now, left, interval);
        }
        long moment = next;
        next += interval;
        left--;
        return moment;
    }

    private long micros() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** The target asks to come back later. The others have still to be {@link #tell told}. */
    void pause(long until) {
        pace.updateAndGet(mine -> mine.pausedFor(until));
    }

    void tell(long until) {
        paces.pause(app, until);
    }

    /**
     * The target gets more calls than it allows.
     *
     * @param observed calls a second at present, for apps without a limit
     * @return what the others have still to be {@link #tell(Pace) told}; null when the rate was cut a moment ago
     */
    @Nullable Pace tooFast(double observed) {
        long now = clock.millis();
        Pace before = pace.get();
        if (now - before.cutAt() < CUT_ONCE_IN_MILLIS) {
            return null;
        }
        double rate = rate(before, limit, now);
        double cut = Math.max(1, (rate == 0 ? observed : rate) * CUT_TO);
        return pace.updateAndGet(mine -> mine.cutTo(cut, now));
    }

    void tell(Pace cut) {
        paces.cut(app, cut.rate(), cut.cutAt(), cut.cutAt() - CUT_ONCE_IN_MILLIS);
    }

    /**
     * What other replicas were told.
     *
     * @param asked when the store was asked, by {@link System#nanoTime}
     */
    void learn(Pace shared, long asked) {
        if (System.nanoTime() - asked >= SLOW_NANOS) {
            storeIsAway();
        }
        if (!away) {
            heardAt = System.nanoTime();
        }
        pace.updateAndGet(mine -> mine.pausedFor(shared.pausedUntil()).cutTo(shared.rate(), shared.cutAt()));
    }

    /** Calls a second; 0 = as many as there are. After a cut the rate grows by a tenth, at least by one, every two quiet seconds. */
    static double rate(Pace pace, int limit, long now) {
        if (pace.rate() == 0) {
            return limit;
        }
        double grown = pace.rate() + Math.max(1, pace.rate() / 10) * (double) ((now - pace.cutAt()) / GROWS_EVERY_MILLIS);
        // Without a limit of its own an app is free again when it has been quiet long enough to have grown fourfold.
        return limit > 0 ? Math.min(limit, grown) : grown > 4 * pace.rate() + 4 ? 0 : grown;
    }
}
