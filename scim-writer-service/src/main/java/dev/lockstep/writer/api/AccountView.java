package dev.lockstep.writer.api;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.reconcile.Hidden;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account, a group or a membership as the REST API shows it.
 *
 * @param objectId of a membership {@code <group>/<member>}
 * @param objectType {@code user}, {@code group} or {@code membership}
 * @param desired SCIM path to value
 * @param applied SCIM path to the value that Lockstep wrote last
 */
public record AccountView(String app, String objectId, String objectType, String userName, @Nullable String targetId, String state,
        Map<String, @Nullable Object> desired, Map<String, @Nullable Object> applied, @Nullable LastError lastError, Instant updatedAt) {

    /** @param type as {@code class} in the API: {@code transient}, {@code permanent}, {@code conflict} or {@code appWide} */
    public record LastError(@com.fasterxml.jackson.annotation.JsonProperty("class") String type, String code, String message, int attempts,
            @Nullable Instant nextAttemptAt) {
    }

    static AccountView of(Row row) {
        DesiredAccount desired = row.wish() == null ? null : row.wish().account();
        var failure = row.standing().lastError();
        boolean waits = row.isOpen() && row.standing().settledVersion() < row.version();
        String state = waits && row.standing().state() != Row.State.FAILED && row.standing().state() != Row.State.WAITING_FOR_REFERENCE
                && failure == null ? "pending" : name(row.standing().state());
        return new AccountView(row.app(), row.objectId(), desired == null ? "user" : desired.objectType().name().toLowerCase(java.util.Locale.ROOT),
                desired == null ? "" : desired.userName(), row.standing().targetId(), state,
                desired == null ? Map.of() : Hidden.in(desired.attributes(), desired),
                row.standing().applied() == null || desired == null ? Map.of() : Hidden.in(row.standing().applied(), desired),
                failure == null ? null : new LastError(failure.type(), failure.code(), failure.message(), row.progress().attempts(), failure.nextAttemptAt()),
                Instant.ofEpochMilli(row.standing().updatedAt() == 0 ? row.born() : row.standing().updatedAt()));
    }

    static String name(Row.State state) {
        return switch (state) {
            case PENDING -> "pending";
            case ACTIVE -> "active";
            case DISABLED -> "disabled";
            case DELETED -> "deleted";
            case FAILED -> "failed";
            case WAITING_FOR_REFERENCE -> "waitingForReference";
            case OUT_OF_SCOPE -> "outOfScope";
            case HELD -> "held";
            case MEMBER -> "member";
        };
    }

    static Row.@Nullable State state(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        for (Row.State state : Row.State.values()) {
            if (name(state).equals(name)) {
                return state;
            }
        }
        throw dev.lockstep.kit.web.Problem.badRequest("bad-state", "There is no account state of this name.",
                "Use pending, active, disabled, deleted, failed, waitingForReference, held, outOfScope or member.");
    }
}
