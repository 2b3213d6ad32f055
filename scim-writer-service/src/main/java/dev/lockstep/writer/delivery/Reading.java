package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads an app's target in bulk, by the pace and the breaker of the app's lane, and behind the accounts that wait in it. */
public final class Reading {
    private static final long MOST_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final AppLane lane;

    Reading(AppLane lane) {
        this.lane = lane;
    }

    public AppConfig config() {
        return lane.target().config();
    }

    /** Why the target cannot be called now, or null. */
    public @Nullable ErrorCode closed() {
        Closed closed = lane.closedBecause();
        return closed != null ? closed.code() : lane.target().client() == null ? lane.target().unusable() : null;
    }

    /** A page of accounts with all their attributes. */
    public Reply list(long startIndex, int count) {
        return told(calls().list(ObjectType.USER, startIndex, count, List.of()));
    }

    public Reply read(String targetId) {
        return told(calls().read(ObjectType.USER, targetId));
    }

    private Calls calls() {
        long end = System.nanoTime() + MOST_BEHIND_NANOS;
        // Accounts that wait go first, but a lane that is never empty does not stop the reading.
        while (lane.queued() > 0 && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return new Calls(lane.target(), lane);
    }

    private Reply told(Reply reply) {
        if (reply.verdict() instanceof Verdict.AppWide appWide) {
            lane.isAppWide(appWide.code());
        }
        return reply;
    }
}
