package dev.lockstep.writer.survey;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A reconciliation that this replica has in hand: keeps it so, and notices when it is to stop. */
final class InHand {
    private static final long SLICE_MILLIS = 50;

    private final Surveys surveys;
    private final Clock clock;
    private final Duration lease;
    private final BooleanSupplier stopping;
    private Survey survey;
    private long renewAt;

    /** Somebody else has it in hand, or this replica stops: whoever takes it goes on where it is. */
    static final class Lost extends RuntimeException {
        Lost() {
            super("the reconciliation is not in this replica's hand any more", null, false, false);
        }
    }

    /** A person wants it to end. */
    static final class Cancelled extends RuntimeException {
        Cancelled() {
            super("the reconciliation was cancelled", null, false, false);
        }
    }

    InHand(Survey survey, Surveys surveys, Clock clock, Duration lease, BooleanSupplier stopping) {
        this.survey = survey;
        this.surveys = surveys;
        this.clock = clock;
        this.lease = lease;
        this.stopping = stopping;
    }

    Survey survey() {
        return survey;
    }

    /** Before each call: whether to go on. */
    void keep() {
        if (stopping.getAsBoolean()) {
            throw new Lost();
        }
        long now = clock.millis();
        if (now >= renewAt) {
            Survey kept = surveys.renew(survey, now + lease.toMillis()).orElseThrow(Lost::new);
            // A second is soon enough to notice that it is to end.
            renewAt = now + Math.min(1_000, lease.toMillis() / 3);
            if (kept.cancelled() && !survey.step().isEnd()) {
                throw new Cancelled();
            }
        }
    }

    void save(Survey changed) {
        if (!surveys.save(changed, clock.millis() + lease.toMillis())) {
            throw new Lost();
        }
        survey = changed;
    }

    void pause(long millis) {
        long end = clock.millis() + millis;
        for (long left = millis; left > 0; left = end - clock.millis()) {
            keep();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(SLICE_MILLIS, left)));
        }
    }
}
