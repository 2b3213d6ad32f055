package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/** One activity with everything that is known of it. */
record ActivityView(ActivityRow row, List<Step> steps, List<Change> changes, List<String> causes, String http, String attempt,
        String errorNext, @Nullable When nextAttempt, String json) {

    record Step(String name, String status, String tone, String detail) {
    }

    /** @param kind {@code added}, {@code removed} or {@code changed} */
    record Change(String attribute, String kind, String before, String after) {
    }

    static ActivityView of(JsonNode activity, ObjectWriter pretty, Instant now) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : activity.path("steps")) {
            String status = step.path("status").asString("");
            steps.add(new Step(step.path("name").asString(""), status, ActivityRow.tone(status), step.path("detail").asString("")));
        }
        List<Change> changes = new ArrayList<>();
        for (JsonNode change : activity.path("changes")) {
            String before = value(change.path("before"));
            String after = value(change.path("after"));
            changes.add(new Change(change.path("attribute").asString(""), before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed", before, after));
        }
        List<String> causes = new ArrayList<>();
        activity.path("causes").forEach(cause -> causes.add(cause.asString("")));
        JsonNode http = activity.path("http");
        return new ActivityView(ActivityRow.of(activity, now), steps, changes, causes,
                http.isObject() ? http.path("method").asString("") + " → " + http.path("status").asString("no answer") + " in "
                        + http.path("durationMs").asLong(0) + " ms" : "",
                activity.path("attempt").isNumber() ? activity.path("attempt").asString("") : "",
                activity.path("error").path("next").asString(""), When.of(activity.path("error").path("nextAttemptAt"), now),
                pretty.writeValueAsString(activity));
    }

    private static String value(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        return node.isValueNode() ? node.asString() : node.toString();
    }
}
