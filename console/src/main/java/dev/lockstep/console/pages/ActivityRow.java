package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An activity in a list.
 *
 * @param subject whom it is about, for people; empty when nobody
 * @param attributes names of what changed
 */
record ActivityRow(String id, @Nullable When time, String action, String actionLabel, String status, String tone, String app, String subject, String objectId,
        String initiator, String summary, String attributes, String errorCode, String latency) {
    /** As in the REST API. */
    static final List<String> ACTIONS = List.of("create", "update", "disable", "enable", "delete", "skip", "inputAccepted", "inputRejected",
            "scope", "job", "admin", "signIn", "hold", "replay", "read");
    private static final int SHOWN_ATTRIBUTES = 4;
    static final List<String> STATUSES = List.of("success", "failure", "skipped", "warning");

    static ActivityRow of(JsonNode activity, Instant now) {
        String objectId = activity.path("objectId").asString("");
        String userName = activity.path("userName").asString("");
        List<String> attributes = new ArrayList<>();
        activity.path("changes").forEach(change -> attributes.add(shortName(change.path("attribute").asString(""))));
        JsonNode error = activity.path("error");
        return new ActivityRow(activity.path("id").asString(""), When.of(activity.path("time"), now), activity.path("action").asString(""),
                label(activity.path("action").asString("")), activity.path("status").asString(""), tone(activity.path("status").asString("")), activity.path("app").asString(""),
                userName.isEmpty() ? objectId : userName, objectId, activity.path("initiator").asString(""),
                error.isObject() ? error.path("message").asString("") : activity.path("summary").asString(""),
                attributes(attributes), error.path("code").asString(""),
                activity.path("latencyMs").isNumber() ? latency(activity.path("latencyMs").asLong()) : "");
    }

    /** Without the URN of the schema; the activity's own page has it. */
    private static String shortName(String attribute) {
        return attribute.startsWith("urn:") ? attribute.substring(attribute.lastIndexOf(':') + 1) : attribute;
    }

    /** The first few; the activity's own page has them all. */
    private static String attributes(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), SHOWN_ATTRIBUTES)));
        return names.size() > SHOWN_ATTRIBUTES ? shown + " and " + (names.size() - SHOWN_ATTRIBUTES) + " more" : shown;
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
