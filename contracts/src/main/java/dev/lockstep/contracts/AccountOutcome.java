package dev.lockstep.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a desire: one per effect, refusal, skip or failed attempt. Key of the topic: {@code <app>/<objectId>}.
 *
 * @param factId unique: the operation's id, and the attempt where it failed
 * @param version the desire's version
 * @param supersededBy for {@code SUPERSEDED}: the version that replaced this one before it was attempted
 * @param steps what was done, in order: {@code match}, {@code action}, {@code export}, {@code confirm}
 * @param changes before and after, per SCIM path
 * @param http the deciding call, or null when none was made
 * @param attempt 1-based
 * @param timings in UTC
 */
public record AccountOutcome(
        String factId,
        String app,
        ObjectType objectType,
        String objectId,
        String userName,
        @Nullable String targetId,
        Result result,
        Action action,
        long version,
        @Nullable Long supersededBy,
        String reason,
        List<String> causes,
        Lane lane,
        @Nullable String syncId,
        @Nullable String requestId,
        String initiator,
        List<Step> steps,
        List<Change> changes,
        @Nullable Failure failure,
        @Nullable Http http,
        int attempt,
        Timings timings)
        implements Message {

    public enum Result {
        /** The target confirmed a change. */
        APPLIED,
        /** The account was already as desired. */
        UNCHANGED,
        /** The target, or a rule, refuses this desire; it is not tried again until it changes or somebody asks. */
        REFUSED,
        /** Retries are used up. */
        GAVE_UP,
        /** Nothing had to be done, with a reason: for instance a leaver who never had an account. */
        SKIPPED,
        /** More removals than the app allows at a time: a person releases or rejects it, or a newer desire that keeps the account ends it. */
        HELD,
        /** A newer desire took this one's place before it was attempted. */
        SUPERSEDED,
        /** An attempt failed and another follows at {@link Failure#nextAttemptAt}. */
        RETRYING
    }

    public enum Action {
        CREATE, UPDATE, DISABLE, ENABLE, DELETE, NONE
    }

    /**
     * @param name {@code match}, {@code action}, {@code export} or {@code confirm}
     * @param status {@code success}, {@code failure} or {@code skipped}
     * @param detail for people; no secret and no personal value
     */
    public record Step(String name, String status, String detail) {
    }

    /** @param before null when there was no value; {@code after} null when the value was removed */
    public record Change(String attribute, @Nullable Object before, @Nullable Object after) {
    }

    /**
     * @param type {@code transient}, {@code permanent}, {@code conflict} or {@code appWide}
     * @param code from the error catalogue
     * @param message what happened, for people; no secret and no personal value
     * @param nextAttemptAt null when no automatic attempt follows
     */
    public record Failure(String type, String code, String message, @Nullable Instant nextAttemptAt) {
    }

    /** @param status 0 when there was no answer */
    public record Http(String method, int status, long durationMs) {
    }

    public record Timings(Instant sourceAt, Instant acceptedAt, Instant startedAt, Instant finishedAt) {
    }
}
