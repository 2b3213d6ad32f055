package dev.lockstep.console.job;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts the halves of a job together. */
final class JobView {
    private JobView() {
    }

    /**
     * @param mapping what the mapping service says, read before the writer's: what leaves one is then seen in the other
     * @param writer what the writer says; an empty object when it does not know the app yet
     */
    static Job compose(String app, JsonNode mapping, JsonNode writer) {
        JsonNode sync = writer.path("sync");
        boolean complete = sync.path("complete").asBoolean(false) && mapping.path("evaluated").asBoolean(true);
        Job.Reason reason = reason(writer.path("quarantine"));
        String status = status(mapping.path("status").asString("off"), reason != null, complete);
        Job.Backlog backlog = new Job.Backlog(
                mapping.path("backlog").path("directory").asLong(0),
                writer.path("backlog").path("mapping").asLong(0),
                writer.path("backlog").path("writer").asLong(0),
                writer.path("backlog").path("retrying").asLong(0),
                writer.path("backlog").path("held").asLong(0) + mapping.path("backlog").path("held").asLong(0),
                writer.path("backlog").path("parked").asLong(0) + mapping.path("backlog").path("parked").asLong(0));
        boolean idle = backlog.isEmpty() && !status.equals("initialSync");
        return new Job(status, reason != null && status.equals("quarantined") ? reason : reason(mapping.path("reason")),
                text(mapping, "syncId"), progress(mapping, writer, complete), backlog, idle, text(writer, "caughtUpTo"),
                new Job.Links("/api/v1/activities?app=" + app, "/api/v1/accounts?app=" + app + "&state=failed"));
    }

    private static String status(String mapping, boolean quarantined, boolean complete) {
        return switch (mapping) {
            case "off", "paused" -> mapping;
            default -> quarantined ? "quarantined" : complete ? "steady" : "initialSync";
        };
    }

    private static Job.Progress progress(JsonNode mapping, JsonNode writer, boolean complete) {
        JsonNode sync = writer.path("sync");
        long total = Math.max(mapping.path("total").asLong(0), sync.path("rows").asLong(0));
        boolean totalKnown = mapping.path("totalKnown").asBoolean(false);
        // What was found unchanged has no row, so a complete sync may have fewer rows than people.
        long done = complete ? total : Math.min(total, sync.path("settled").asLong(0));
        long failed = sync.isObject() ? sync.path("failed").asLong(0) : writer.path("failedRows").asLong(0);
        double perSecond = Math.round(writer.path("perSecond").asDouble(0) * 10) / 10.0;
        return new Job.Progress(total, totalKnown, done, failed, perSecond, eta(total, totalKnown, done, perSecond));
    }

    private static @Nullable Long eta(long total, boolean totalKnown, long done, double perSecond) {
        if (!totalKnown) {
            return null;
        }
        if (done >= total) {
            return 0L;
        }
        return perSecond > 0 ? (long) Math.ceil((total - done) / perSecond) : null;
    }

    private static Job.@Nullable Reason reason(JsonNode reason) {
        return reason.isObject() ? new Job.Reason(reason.path("code").asString(""), reason.path("message").asString("")) : null;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
