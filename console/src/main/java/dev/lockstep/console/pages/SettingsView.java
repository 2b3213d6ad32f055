package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The settings of an app, for reading.
 *
 * @param provisionsGroups whether groups and their members are written
 */
record SettingsView(String id, String name, String template, List<Line> lines, boolean provisionsGroups, boolean hasCredentials, @Nullable When credentialsChanged) {
    record Line(String label, String value) {
    }

    static SettingsView of(JsonNode app, Instant now) {
        List<Line> lines = new ArrayList<>();
        JsonNode credentials = app.path("credentials");
        boolean set = credentials.path("set").asBoolean(false);
        lines.add(new Line("Tenant URL", text(app.path("tenantUrl"), "not set")));
        lines.add(new Line("Secret token", set ? "set, fingerprint " + credentials.path("fingerprint").asString("unknown") : "not set"));
        lines.add(new Line("Scope", app.path("scope").asString("").equals("all") ? "all users and groups" : "only assigned users and groups"));
        lines.add(new Line("Provisioning mode", text(app.path("provisioningMode"), "automatic")));
        boolean groups = app.path("groupsEnabled").asBoolean(false);
        lines.add(new Line("Provision groups", groups ? "yes, with their direct members" : "no, only users"));
        lines.add(new Line("When a person is purged", app.path("onPurge").asString("disable").equals("delete") ? "delete the account" : "disable the account"));
        JsonNode threshold = app.path("removalThreshold");
        lines.add(new Line("Hold removals above", threshold.path("count").asString("–") + " accounts or " + threshold.path("percent").asString("–") + " %"));
        lines.add(new Line("Notifications", text(app.path("notifications").path("email"), "nobody")));
        JsonNode limits = app.path("limits");
        lines.add(new Line("Limits", limit(limits.path("concurrency"), " calls at once") + ", " + limit(limits.path("perSecond"), " calls per second")));
        lines.add(new Line("Configuration version", text(app.path("configVersion"), "–")));
        return new SettingsView(app.path("id").asString(""), app.path("name").asString(""), app.path("template").asString(""), lines, groups, set,
                When.of(credentials.path("changedAt"), now));
    }

    /** The request that switches groups on, or off again. */
    public String groupsSwitch() {
        return "PATCH /api/v1/apps/" + id + " {\"groupsEnabled\": " + !provisionsGroups + "}";
    }

    /** 0 means no limit. */
    private static String limit(JsonNode value, String of) {
        return (value.asLong(0) == 0 ? "any number of" : value.asString()) + of;
    }

    private static String text(JsonNode node, String otherwise) {
        return node.isValueNode() && !node.isNull() && !node.asString("").isEmpty() ? node.asString("") : otherwise;
    }
}
