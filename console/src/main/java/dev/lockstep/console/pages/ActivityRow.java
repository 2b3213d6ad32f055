package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An activity in a list. @param subject whom it is about, for people; empty when nobody */
record ActivityRow(String id, @Nullable When time, String action, String actionLabel, String status, String tone, String app, String subject, String objectId,
        String initiator, String summary, List<String> attributes, String errorCode, String latency) {
    /** As in the REST API. */
    static final List<String> ACTIONS = List.of("create", "update", "disable", "enable", "delete", "skip", "inputAccepted", "inputRejected",
            "scope", "job", "admin", "signIn", "hold", "replay", "read");
    static final List<String> STATUSES = List.of("success", "failure", "skipped", "warning");

    static ActivityRow of(JsonNode activity, Instant now) {
        String objectId = activity.path("objectId").asString("");
        String userName = activity.path("userName").asString("");
        List<String> attributes = new ArrayList<>();
        activity.path("changes").forEach(change -> attributes.add(change.path("attribute").asString("")));
        JsonNode error = activity.path("error");
        return new ActivityRow(activity.path("id").asString(""), When.of(activity.path("time"), now), activity.path("action").asString(""),
                label(activity.path("action").asString("")), activity.path("status").asString(""), tone(activity.path("status").asString("")), activity.path("app").asString(""),
                userName.isEmpty() ? objectId : userName, objectId, activity.path("initiator").asString(""),
                error.isObject() ? error.path("message").asString("") : activity.path("summary").asString(""),
                attributes, error.path("code").asString(""),
                activity.path("latencyMs").isNumber() ? latency(activity.path("latencyMs").asLong()) : "");
    }

    /** In words. */
    static String label(String action) {
        return switch (action) {
            case "inputAccepted" -> "input accepted";
            case "inputRejected" -> "input rejected";
            case "signIn" -> "sign-in";
            default -> action;
        };
    }

    static String tone(String status) {
        return switch (status) {
            case "success" -> "good";
            case "failure" -> "bad";
            case "warning" -> "busy";
            default -> "calm";
        };
    }

    static String latency(long millis) {
        return millis < 1_000 ? millis + " ms" : When.span(java.time.Duration.ofMillis(millis));
    }
}
