package dev.lockstep.writer.account;

import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.writer.account.Row.Doubt;
import dev.lockstep.writer.account.Row.Intent;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.account.Row.Wish;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One guarded write of one row. It is refused, without effect, when its guard does not hold. */
public sealed interface RowWrite {
    String key();

    /** The first desire of an account. Guard: there is no row. */
    record Insert(Row row) implements RowWrite {
        @Override
        public String key() {
            return row.key();
        }
    }

    /**
     * Who had the row when it was read. Two owners may read the same row while its slot changes hands: only one of them finds it
     * as it was, and the other one reads again and sees what the first is about to do.
     */
    record Seen(long epoch, @Nullable Intent intent) {
        public static Seen of(Row row) {
            return new Seen(row.epoch(), row.intent());
        }
    }

    /**
     * A newer desire. Guard: the row's version is still {@code replaces}, and it is {@code seen}; with a claim also: nobody of a
     * newer epoch wrote.
     *
     * @param claim starts the work with the same write; null leaves intent and progress as they are
     * @param progress null to leave as it is
     * @param clears an unused claim of this replica that ends with this write, or null
     * @param doubt what the replaced desire may have done; null to leave as it is
     */
    record NewWish(String key, long replaces, Seen seen, Wish wish, long dueAt, @Nullable Claim claim, @Nullable Progress progress,
            @Nullable String clears, @Nullable Doubt doubt, Sync sync, List<StoredFact> superseded) implements RowWrite {
    }

    /** Guard: the version is this one, the row is {@code seen}, and nobody of a newer epoch wrote. */
    record Claim(String key, long version, Seen seen, Intent intent, long epoch, long dueAt) implements RowWrite {
    }

    /**
     * The end of an attempt. Guard: the claim is still the one of this epoch and operation, and, unless {@code newerWaits},
     * no newer desire came.
     *
     * @param stamp unique for this attempt
     * @param doubt what is still in doubt; null clears it
     */
    record Settle(String key, String opId, long epoch, long version, boolean newerWaits, String stamp, long dueAt,
            Standing standing, Progress progress, @Nullable Doubt doubt, Sync sync, List<StoredFact> facts) implements RowWrite {
    }

    /**
     * What the account held before the first write from a reading: so that a lost answer can be told from no change. Guard: as
     * {@link Settle}, whatever the version.
     */
    record Learned(String key, String opId, long epoch, String targetId, Map<String, @Nullable Object> applied) implements RowWrite {
    }

    /**
     * Gives a claim back that was not used. Guard: as {@link Settle} while no newer desire came, and it is this very claim: a
     * release that was late must not end the next claim of the same operation.
     *
     * @param startBy of the claim
     */
    record Release(String key, String opId, long epoch, long version, long startBy, long dueAt, Progress progress) implements RowWrite {
    }

    /** A person releases a held removal. Guard: it is still held, at this version. */
    record Permitted(String key, long version, String by, long dueAt) implements RowWrite {
    }

    /** A person rejects a held removal. Guard: as {@link Permitted}. */
    record Rejected(String key, long version, Failure why, long at) implements RowWrite {
    }

    /** After a confirmed delete: only the version stays. Guard: version, and nothing open. */
    record Bury(String key, long version) implements RowWrite {
    }

    /**
     * A settled account is to be taken to its desire once more, as an operation of its own. Guard: the version, nothing open, not
     * held, and still linked to this account.
     *
     * @param link what the row is linked to
     * @param forget whether the link is forgotten first, because its account is gone
     * @param part names the operation
     */
    record Again(String key, long version, String link, boolean forget, int part, Recheck why, long dueAt) implements RowWrite {
    }

    /**
     * A group seems to be gone from the target: it is to be read, as an operation of its own. Guard: as {@link Again}.
     *
     * @param part names the operation
     */
    record Reread(String key, long version, String link, int part, long dueAt) implements RowWrite {
    }

    /** What the target holds counts as written. Guard: the version, nothing open, and still linked to this account. */
    record Accepted(String key, long version, String link, Map<String, @Nullable Object> applied) implements RowWrite {
    }

    /** The account is gone from the target and is not made again. Guard: as {@link Accepted}. */
    record Unlinked(String key, long version, String link, long at) implements RowWrite {
    }
}
