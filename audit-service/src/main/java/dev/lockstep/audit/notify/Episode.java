package dev.lockstep.audit.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time during which an app fails for one reason.
 *
 * @param openedAt the first failure; tells this episode from the one before
 * @param lastAt the newest failure
 * @param count failures so far; a crash between ledger and episode may leave some out
 * @param closedAt when the app recovered, or null
 * @param mail what became of the notification
 * @param dueAt when the mail is to be tried (again)
 * @param attempts how often it was tried
 * @param note why it was not sent (yet), or null
 * @param webhook what became of the call; null for episodes of versions that made none
 */
public record Episode(
        String app, String code, String type, String message, Instant openedAt, Instant lastAt, long count,
        @Nullable Instant closedAt, Mail mail, Instant dueAt, int attempts, @Nullable Instant mailedAt, @Nullable String note, @Nullable Hook webhook) {

    public enum Mail {
        DUE,
        /** Claimed by one replica. If that one dies, it stays so: a mail is never sent twice. */
        SENDING,
        SENT,
        /** Nobody wants it, or there is no mail server. */
        SKIPPED
    }
}
