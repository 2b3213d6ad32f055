package dev.lockstep.targets.hostile;

import java.util.List;
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
 * @param resourceId of the account or group that was changed
 * @param externalId its externalId after the change, before it for DELETE
 * @param userName likewise; of a group its displayName
 * @param active likewise
 * @param quietUntil when a Retry-After that was sent ends, 0 for none
 * @param body of a mutation
 * @param memberships that are others since, also those that went with an account or a group
 * @param ofMembers whether it was a PATCH of members and of nothing else
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
        String body,
        List<MemberChange> memberships,
        boolean ofMembers) {

    /** Of an account, and of no membership. */
    public Entry(long arrivedAt, String method, String path, @Nullable String idempotencyKey, boolean authorized, boolean foreignToken, Mishap mishap,
            int status, long commit, String resourceId, String externalId, String userName, boolean active, long quietUntil, String body) {
        this(arrivedAt, method, path, idempotencyKey, authorized, foreignToken, mishap, status, commit, resourceId, externalId, userName, active, quietUntil,
                body, List.of(), false);
    }

    /** @return whether the application did what was asked */
    public boolean committed() {
        return commit > 0;
    }

    /** @return whether it is about a group, or groups */
    public boolean isOfGroup() {
        return path.contains("/Groups");
    }

    static Entry arrived(long at, String method, String path, @Nullable String key, boolean authorized, boolean foreignToken, Mishap mishap, String body) {
        return new Entry(at, method, path, key, authorized, foreignToken, mishap, 0, 0, "", "", "", false, 0, body);
    }

    Entry answered(int newStatus) {
        return new Entry(arrivedAt, method, path, idempotencyKey, authorized, foreignToken, mishap, newStatus, commit, resourceId, externalId,
                userName, active, quietUntil, body, memberships, ofMembers);
    }

    Entry quiet(int newStatus, long until) {
        return new Entry(arrivedAt, method, path, idempotencyKey, authorized, foreignToken, mishap, newStatus, commit, resourceId, externalId,
                userName, active, until, body, memberships, ofMembers);
    }

    Entry done(Resources.Done.Changed change, boolean membersOnly) {
        Resources.Resource resource = change.resource();
        return new Entry(arrivedAt, method, path, idempotencyKey, authorized, foreignToken, mishap, status, change.commit(), resource.id(), resource.externalId(),
                resource.name(), resource.active(), quietUntil, body, change.memberships(), membersOnly);
    }
}
