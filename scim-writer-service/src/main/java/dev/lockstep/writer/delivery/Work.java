package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Intent;
import dev.lockstep.writer.account.Row.Standing;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account that this replica has claimed: queued, under way, or waiting for its outcome to be stored. There is at most one
 * for a row, so at most one attempt of an account is under way.
 */
final class Work {
    enum Phase {
        QUEUED, RUNNING,
        /** A newer desire took its place before it started; whoever finds it in a queue drops it. */
        REPLACED,
        DONE
    }

    private final Row row;
    private final DesiredAccount desired;
    private final @Nullable String group;
    private final long epoch;
    private volatile Intent intent;
    private volatile Standing standing;
    private Phase phase = Phase.QUEUED;
    private long newer;
    private boolean deferred;

    /**
     * @param row with the intent that this replica wrote
     */
    Work(Row row, long epoch) {
        this.row = row;
        this.desired = Objects.requireNonNull(row.wish(), "a claimed row has a desire").account();
        this.intent = Objects.requireNonNull(row.intent(), "a claimed row has an intent");
        this.epoch = epoch;
        this.standing = row.standing();
        this.group = desired.objectType() == ObjectType.USER ? null : desired.slotKey();
    }

    Row row() {
        return row;
    }

    String key() {
        return row.key();
    }

    /** The row key of the group that this is, or whose membership it is; null for people. There is one call for a group at a time. */
    @Nullable String group() {
        return group;
    }

    boolean isMembership() {
        return desired.objectType() == ObjectType.MEMBERSHIP;
    }

    DesiredAccount desired() {
        return desired;
    }

    long epoch() {
        return epoch;
    }

    Intent intent() {
        return intent;
    }

    /** What is stored of the account by now. */
    Standing standing() {
        return standing;
    }

    void learned(String targetId, Map<String, @Nullable Object> applied) {
        standing = new Standing(standing.state(), targetId, applied, standing.settledVersion(), standing.waitsFor(), standing.lastError(), standing.updatedAt(),
                standing.failingSince(), standing.waitingSince());
    }

    void renewed(Intent intent) {
        this.intent = intent;
    }

    synchronized boolean start() {
        return to(Phase.QUEUED, Phase.RUNNING);
    }

    synchronized boolean replace() {
        return to(Phase.QUEUED, Phase.REPLACED);
    }

    private boolean to(Phase from, Phase to) {
        if (phase != from) {
            return false;
        }
        phase = to;
        return true;
    }

    synchronized boolean isUnderWay() {
        return phase == Phase.RUNNING;
    }

    /** Its row holds a newer desire. Before that is certain nothing may be said of it: whoever stores it may die. */
    synchronized void newerIsStored(long version) {
        newer = Math.max(newer, version);
    }

    /** The version of a newer desire that its row is known to hold; 0 when none is. */
    synchronized long newer() {
        return newer;
    }

    synchronized void done() {
        phase = Phase.DONE;
    }

    synchronized boolean isReplaced() {
        return phase == Phase.REPLACED;
    }

    /** Whether it may step back once, to let the account that it refers to go first. */
    synchronized boolean mayDefer() {
        boolean first = !deferred;
        deferred = true;
        return first;
    }
}
