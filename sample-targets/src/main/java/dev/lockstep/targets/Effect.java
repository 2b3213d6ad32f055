package dev.lockstep.targets;

import org.jspecify.annotations.Nullable;

/**
 * A change that an application really made.
 *
 * @param sequence the {@link Exchange#sequence()} of the request behind it
 * @param kind what was done
 * @param resourceType the path segment: {@code Users} or {@code Groups}
 * @param resourceId the application's id of the resource; empty when a create was answered without one
 * @param userName the userName in a create's or replace's body, null elsewhere
 * @param idempotencyKey the caller's key for this change
 */
public record Effect(
        long sequence,
        Kind kind,
        String resourceType,
        String resourceId,
        @Nullable String userName,
        @Nullable String idempotencyKey) {

    /** Which mutation of RFC 7644, section 3. */
    public enum Kind { CREATE, PATCH, PUT, DELETE }
}
