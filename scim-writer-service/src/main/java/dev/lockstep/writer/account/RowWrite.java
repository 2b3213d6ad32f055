package dev.lockstep.writer.account;

import dev.lockstep.writer.account.Row.Intent;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.account.Row.Wish;
import java.util.List;
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
     * A newer desire. Guard: the row's version is still {@code replaces}; with a claim also: nobody of a newer epoch wrote.
     *
     * @param claim starts the work with the same write; null leaves intent and progress as they are
     * @param progress null to leave as it is
     * @param clears an unused claim of this replica that ends with this write, or null
     */
    record NewWish(String key, long replaces, Wish wish, long dueAt, @Nullable Claim claim, @Nullable Progress progress,
            @Nullable String clears, Sync sync, List<StoredFact> superseded) implements RowWrite {
    }

    /** Guard: the version is this one and nobody of a newer epoch wrote. */
    record Claim(String key, long version, Intent intent, long epoch, long dueAt) implements RowWrite {
    }

    /**
     * The end of an attempt. Guard: the claim is still the one of this epoch and operation, and, unless {@code newerWaits},
     * no newer desire came.
     *
     * @param stamp unique for this attempt
     */
    record Settle(String key, String opId, long epoch, long version, boolean newerWaits, String stamp, long dueAt,
            Standing standing, Progress progress, Sync sync, List<StoredFact> facts) implements RowWrite {
    }

    /** Gives a claim back that was not used. Guard: as {@link Settle}, whatever the version. */
    record Release(String key, String opId, long epoch, long dueAt, Progress progress) implements RowWrite {
    }

    /** After a confirmed delete: only the version stays. Guard: version, and nothing open. */
    record Bury(String key, long version) implements RowWrite {
    }
}
