package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.Lane;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.account.WorkTable;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets an app's removals pass up to its threshold: more than the larger of a count and a share of its active accounts within
 * the window is held for a person. What a person asked for, or has released, always passes.
 */
final class RemovalGuard {
    private static final long ACTIVE_FRESH_MILLIS = 30_000;
    private static final long SWEEP_MILLIS = 600_000;

    private final Removals removals;
    private final WorkTable table;
    private final Clock clock;
    private final long window;
    private final Map<String, Active> active = new ConcurrentHashMap<>();
    private volatile long sweptAt;

    private record Active(long accounts, long countedAt) {
    }

    RemovalGuard(Removals removals, WorkTable table, Clock clock, Duration window) {
        this.removals = removals;
        this.table = table;
        this.clock = clock;
        this.window = window.toMillis();
    }

    /** Whether the account must not be removed by anybody but its own administrators. */
    static boolean protects(Work work, RemovalThreshold threshold) {
        return threshold.protects(work.desired().objectId(), work.desired().userName());
    }

    boolean admits(Work work, RemovalThreshold threshold) {
        if (work.row().isPermitted() || work.desired().lane() == Lane.ON_DEMAND) {
            return true;
        }
        String app = work.row().app();
        if (work.row().standing().state() == State.HELD) {
            // A newer desire that also removes the account does not decide in a person's place.
            return false;
        }
        Integer batch = work.desired().removals();
        if (batch != null && exceeds(threshold, batch, accounts(app, clock.millis()))) {
            // Known beforehand to be too many: not even the first few of them are carried out.
            return false;
        }
        String opId = work.intent().opId();
        long now = clock.millis();
        // Counted first: of several that come at the same moment at several replicas none can slip through.
        removals.note(app, opId, now);
        long removed = removals.since(app, now - window);
        if (!exceeds(threshold, removed, accounts(app, now) + removed)) {
            return true;
        }
        removals.forget(opId);
        return false;
    }

    /** @param accounts that there were before */
    private static boolean exceeds(RemovalThreshold threshold, long removed, long accounts) {
        return removed > threshold.count() && removed * 100 > threshold.percent() * accounts;
    }

    private long accounts(String app, long now) {
        return active.compute(app, (id, known) -> known != null && now - known.countedAt() < ACTIVE_FRESH_MILLIS ? known
                : new Active(table.countIn(app, State.ACTIVE) + table.countIn(app, State.WAITING_FOR_REFERENCE), now)).accounts();
    }

    /** The app is gone. */
    void removed(String app) {
        removals.removeApp(app);
        active.remove(app);
    }

    /** What lies before the window counts no more. */
    void forgetOld() {
        long now = clock.millis();
        if (now - sweptAt > SWEEP_MILLIS) {
            sweptAt = now;
            removals.dropBefore(now - window);
        }
    }
}
