package dev.lockstep.targets.hostile;

import org.jspecify.annotations.Nullable;

/**
 * One request and what became of it.
 *
 * @param arrivedAt when it had been read whole, in milliseconds since 1970, as all times here
 * @param path with the query
 * @param idempotencyKey the caller's key for this change
 * @param authorized whether it carried this application's token
 * @param foreignToken whether it carried another token than this application's
 * @param mishap what went wrong
 * @param status what was answered, or would have been; 0 when the connection was closed or kept silent
 * @param commit 0 when nothing was done; else the place of this change among all changes of the application, from 1
 * @param resourceId of the account that was changed
 * @param externalId its externalId after the change, before it for DELETE
 * @param userName likewise
 * @param active likewise
 * @param quietUntil when a Retry-After that was sent ends, 0 for none
 * @param body of a mutation
 */
public record Entry(
        long arrivedAt,
        String method,
        String path,
        @Nullable String idempotencyKey,
        boolean authorized,
        boolean foreignToken,
        Mishap mishap,
        int status,
        long commit,
        String resourceId,
        String externalId,
        String userName,
        boolean active,
        long quietUntil,
        String body) {

    /** @return whether the application did what was asked */
    public boolean committed() {
        return commit > 0;
    }

    static Entry arrived(long at, String method, String path, @Nullable String key, boolean authorized, boolean foreignToken, Mishap mishap, String body) {
        return new Entry(at, method, path, key, authorized, foreignToken, mishap, 0, 0, "", "", "", false, 0, body);
    }

    Entry answered(int newStatus) {
        return new Entry(arrivedAt, method, path, idempotencyKey, authorized, foreignToken, mishap, newStatus, commit, resourceId, externalId,
                userName, active, quietUntil, body);
    }

    Entry quiet(int newStatus, long until) {
        return new Entry(arrivedAt, method, path, idempotencyKey, authorized, foreignToken, mishap, newStatus, commit, resourceId, externalId,
                userName, active, until, body);
    }

    Entry done(long place, Accounts.Account account) {
        return new Entry(arrivedAt, method, path, idempotencyKey, authorized, foreignToken, mishap, status, place, account.id(), account.externalId(),
                account.userName(), account.active(), quietUntil, body);
    }
}
