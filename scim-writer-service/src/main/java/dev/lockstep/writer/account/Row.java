package dev.lockstep.writer.account;

import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.contracts.DesiredAccount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the writer knows of one account. All times are epoch milliseconds.
 *
 * @param key {@code <app>/<objectId>}; of a membership {@code <app>/<group>/<member>}
 * @param slot of {@link DesiredAccount#slotKey}, fixed for ever
 * @param born when the row was made; tells the operations of two lives of an app id apart
 * @param wish the newest desire; null after a confirmed delete
 * @param version of the newest desire, also after a delete
 * @param intent set while a write may be under way
 * @param doubt set while an older desire may or may not have reached the target; cleared up before anything else is written
 * @param permit set when a person has released the removal of that version
 * @param epoch of the owner that wrote last
 * @param dueAt when something is to be done: a time, {@link Due#PARKED} or {@link Due#SETTLED} and later; never absent
 */
public record Row(
        String key,
        String app,
        String objectId,
        int slot,
        long born,
        @Nullable Wish wish,
        long version,
        @Nullable Intent intent,
        @Nullable Doubt doubt,
        @Nullable Permit permit,
        long epoch,
        long dueAt,
        Standing standing,
        Progress progress,
        Sync sync,
        List<StoredFact> facts,
        List<StoredFact> superseded) {

    /** @param envelope the desire as it came from the topic */
    public record Wish(DesiredAccount account, byte[] envelope) {
    }

    /**
     * Written before any call that changes the target.
     *
     * @param opId names the operation for ever: fact id and idempotency key
     * @param kind {@code create}, {@code update} or {@code delete}: what the claim expected to do
     * @param startBy a call under this intent starts before this time, or the intent is renewed first
     */
    public record Intent(String opId, String kind, long version, long startBy) {
    }

    /**
     * An operation whose answer nobody saw before a newer desire took its place: only the account can tell whether it happened.
     *
     * @param opId its name; its effect goes on record under it
     */
    public record Doubt(Wish wish, String opId) {
        public long version() {
            return wish.account().version();
        }
    }

    /** A held removal of this version may be carried out. */
    public record Permit(long version, String by) {
    }

    /**
     * What is known of the account.
     *
     * @param targetId the link
     * @param applied SCIM path to the value that Lockstep wrote last; null value = known to be cleared
     * @param settledVersion newest version with a final outcome
     * @param waitsFor keys of rows whose link this account refers to and which had none; for a membership that is written what
     *        it {@link #hangsOn hangs on}
     * @param failingSince when the first of the failures came that have not ended yet; 0 while nothing is wrong
     * @param waitingSince since when there are references without a link; 0 while there are none
     */
    public record Standing(
            State state,
            @Nullable String targetId,
            @Nullable Map<String, @Nullable Object> applied,
            long settledVersion,
            List<String> waitsFor,
            @Nullable Failure lastError,
            long updatedAt,
            long failingSince,
            long waitingSince) {
        /** Sorts behind all keys. */
        public static final String HANGS_ON = "~";
        public static final Standing NEW = new Standing(State.PENDING, null, null, 0, List.of(), null, 0);

        /** A trouble, and waiting for others, if there is any, began now. */
        public Standing(State state, @Nullable String targetId, @Nullable Map<String, @Nullable Object> applied, long settledVersion,
                List<String> waitsFor, @Nullable Failure lastError, long updatedAt) {
            this(state, targetId, applied, settledVersion, waitsFor, lastError, updatedAt, lastError == null ? 0 : updatedAt,
                    waits(waitsFor) ? updatedAt : 0);
        }

        /** A membership is written again when its member gets another link: found as those who wait are, but it does not wait. */
        public static String hangsOn(String key) {
            return HANGS_ON + key;
        }

        /** Whether there is a reference without a link. */
        public boolean waits() {
            return waits(waitsFor);
        }

        private static boolean waits(List<String> keys) {
            return !keys.isEmpty() && !keys.getFirst().startsWith(HANGS_ON);
        }

        /** A trouble that there was before goes on, and so does waiting for others; waiting for a person was no trouble. */
        public Standing after(Standing before) {
            boolean fails = lastError != null && before.lastError != null && !before.lastError.type().equals("hold") && before.failingSince > 0;
            boolean waits = waits() && before.waits() && before.waitingSince > 0;
            return new Standing(state, targetId, applied, settledVersion, waitsFor, lastError, updatedAt, fails ? before.failingSince : failingSince,
                    waits ? before.waitingSince : waitingSince);
        }
    }

    /**
     * How far the newest desire has got.
     *
     * @param part 0 for the desire itself, above for the later writes of its references
     * @param attempts failed so far
     * @param doubtSince when a create got no clear answer; 0 = never
     * @param looks clean look-ups without a hit since then
     * @param mustRead whether the account is read before anything is decided
     */
    public record Progress(int part, int attempts, long doubtSince, int looks, boolean mustRead) {
        public static final Progress NONE = new Progress(0, 0, 0, 0, false);

        public boolean inDoubt() {
            return doubtSince > 0;
        }
    }

    /** @param id the initial sync that this row counts for, or null */
    public record Sync(@Nullable String id, boolean settled, boolean failed) {
        public static final Sync NONE = new Sync(null, true, false);
    }

    public enum State {
        PENDING, ACTIVE, DISABLED, DELETED, FAILED, WAITING_FOR_REFERENCE, OUT_OF_SCOPE,
        /** A removal that waits for a person. */
        HELD,
        /** A membership that is written: no account, and not counted as one. */
        MEMBER
    }

    /** Whether a person has released the removal that is desired now. */
    public boolean isPermitted() {
        return permit != null && permit.version() == version;
    }

    /** Whether the newest desire, or a reference of it, still waits for its outcome. */
    public boolean isOpen() {
        return dueAt < Due.SETTLED;
    }
}
