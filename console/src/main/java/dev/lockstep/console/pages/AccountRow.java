package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An account in a list. @param error what went wrong last; empty when nothing did */
record AccountRow(String objectId, String userName, String state, String label, String tone, String error, String errorCode, int attempts,
        @Nullable When nextAttempt, @Nullable When updated) {
    /** As in the REST API. */
    static final List<String> STATES = List.of("pending", "active", "disabled", "deleted", "failed", "held", "waitingForReference", "outOfScope", "member");

    static AccountRow of(JsonNode account, Instant now) {
        String state = account.path("state").asString("");
        JsonNode error = account.path("lastError");
        String objectId = account.path("objectId").asString("");
        return new AccountRow(objectId, account.path("userName").asString(""), state, label(state), tone(state),
                error.path("message").asString(""), error.path("code").asString(""), error.path("attempts").asInt(0),
                When.of(error.path("nextAttemptAt"), now), When.of(account.path("updatedAt"), now));
    }

    /** In words. */
    static String label(String state) {
        return switch (state) {
            case "waitingForReference" -> "waiting for a reference";
            case "outOfScope" -> "out of scope";
            default -> state;
        };
    }

    private static String tone(String state) {
        return switch (state) {
            case "active", "member" -> "good";
            case "pending", "waitingForReference" -> "busy";
            case "failed", "held" -> "bad";
            default -> "calm";
        };
    }
}
