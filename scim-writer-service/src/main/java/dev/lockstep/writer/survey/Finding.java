package dev.lockstep.writer.survey;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that a reconciliation found. Holds personal data, as the ledger does, and is kept for 30 days.
 *
 * @param subject unique within run and kind
 * @param objectId of the person, where a row is linked
 * @param targetIds the target's ids of the accounts concerned
 * @param shared which attribute duplicates share
 * @param repaired whether its repair was ordered
 */
public record Finding(
        String run,
        Kind kind,
        String subject,
        @Nullable String objectId,
        @Nullable String userName,
        @Nullable String externalId,
        List<String> targetIds,
        @Nullable String shared,
        List<Difference> differences,
        Action action,
        boolean repaired,
        long at) {

    public enum Kind {
        DRIFT, VANISHED, ORPHAN, DUPLICATE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What follows from it, or would without a dry run. */
    public enum Action {
        /** It is only reported. */
        REPORT,
        /** At least one attribute is written again. */
        REVERT,
        /** The target's values count. */
        ACCEPT, RECREATE, UNLINK,
        /** More accounts vanished than the app's removal threshold: a person has to confirm. */
        HELD_BACK
    }

    /**
     * One attribute that is not as desired.
     *
     * @param found in the target; null = no value
     * @param wanted null = no value
     */
    public record Difference(String attribute, @Nullable Object found, @Nullable Object wanted, Action action) {
    }

    public String id() {
        return run + "/" + kind.word() + "/" + subject;
    }

    Finding with(Action action, boolean repaired) {
        return new Finding(run, kind, subject, objectId, userName, externalId, targetIds, shared, differences, action, repaired, at);
    }
}
