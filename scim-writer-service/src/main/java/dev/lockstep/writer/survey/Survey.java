package dev.lockstep.writer.survey;

import org.jspecify.annotations.Nullable;

/**
 * One reconciliation and how far it has got. Times are epoch milliseconds.
 *
 * @param by who asked for it, for the record
 * @param dryRun whether it only reports
 * @param confirm whether a person has said that also many vanished accounts are to be acted on
 * @param next the start index of the page that is listed next, 1-based; everything before it is stored
 * @param total what the target says that it has in all; -1 before the first page
 * @param listed accounts on complete pages
 * @param linked of them, accounts that a row holds
 * @param skipped accounts that were not compared: being written, not settled, or failed before
 * @param cursor how far the step has got after the listing
 * @param reason why it failed, one sentence for people; null otherwise
 * @param counts as of the last step
 * @param open whether something is left to do, also after the end
 * @param cancelled whether a person wants it to end
 * @param turn how many replicas have had it in hand; a write of an earlier turn is refused
 */
public record Survey(
        String id,
        String app,
        String by,
        boolean dryRun,
        boolean confirm,
        Step step,
        long next,
        long total,
        long listed,
        long linked,
        long skipped,
        @Nullable String cursor,
        @Nullable String reason,
        Counts counts,
        long startedAt,
        long endedAt,
        boolean open,
        boolean cancelled,
        long turn) {

    /** In this order. */
    public enum Step {
        LISTING,
        /** Which linked accounts were not on any page. */
        VANISHED,
        /** Those are acted on. */
        REPAIRS,
        /** Or they are too many, and marked so. */
        HOLDING,
        /** Which listed accounts nobody is linked to. */
        ORPHANS, DONE, FAILED, CANCELLED;

        public boolean isEnd() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    /** Findings by kind. @param repaired accounts whose repair was ordered */
    public record Counts(long drifted, long vanished, long orphans, long duplicates, long repaired) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0);
    }

    public static Survey begun(String id, String app, String by, boolean dryRun, boolean confirm, long now) {
        return new Survey(id, app, by, dryRun, confirm, Step.LISTING, 1, -1, 0, 0, 0, null, null, Counts.NONE, now, 0, true, false, 0);
    }

    /** One more page is stored. */
    Survey listed(long total, int accounts, int linked, int skipped) {
        return new Survey(id, app, by, dryRun, confirm, step, next + accounts, total, listed + accounts, this.linked + linked, this.skipped + skipped, cursor,
                reason, counts, startedAt, endedAt, open, cancelled, turn);
    }

    Survey at(Step step, @Nullable String cursor) {
        return new Survey(id, app, by, dryRun, confirm, step, next, total, listed, linked, skipped, cursor, reason, counts, startedAt, endedAt, open, cancelled, turn);
    }

    Survey ended(Step step, @Nullable String reason, Counts counts, long now) {
        return new Survey(id, app, by, dryRun, confirm, step, next, total, listed, linked, skipped, null, reason, counts, startedAt, now, true, cancelled, turn);
    }

    Survey closed() {
        return new Survey(id, app, by, dryRun, confirm, step, next, total, listed, linked, skipped, cursor, reason, counts, startedAt, endedAt, false, cancelled, turn);
    }

    /** In the words of the API. */
    public String state() {
        return switch (step) {
            case LISTING -> "listing";
            case VANISHED, REPAIRS, HOLDING, ORPHANS -> "comparing";
            case DONE -> "done";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }
}
