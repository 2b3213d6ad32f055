package dev.lockstep.e2e.torture.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One line of the audit's export, as far as the checker looks at it.
 *
 * @param causes {@code <source>/<event id>}; of rejected input the event id alone
 * @param objectId of a membership {@code <group>/<member>}
 * @param code of the error, empty when there is none
 * @param came of an effect on a membership: whether the member came, and did not go
 * @param apps it is about
 */
public record Fact(String id, String action, String status, String app, String objectId, List<String> causes, String code, String summary, boolean came, List<String> apps) {
    private static final Set<String> EFFECTS = Set.of("create", "update", "disable", "enable", "delete");

    /** Of one application at most. */
    public Fact(String id, String action, String status, String app, String objectId, List<String> causes, String code, String summary, boolean came) {
        this(id, action, status, app, objectId, causes, code, summary, came, app.isEmpty() ? List.of() : List.of(app));
    }

    /** Of no membership. */
    public Fact(String id, String action, String status, String app, String objectId, List<String> causes, String code, String summary) {
        this(id, action, status, app, objectId, causes, code, summary, false);
    }

    public static Fact of(JsonNode line) {
        List<String> causes = new ArrayList<>();
        line.path("causes").forEach(cause -> causes.add(cause.asString("")));
        List<String> apps = new ArrayList<>();
        line.path("detail").path("apps").forEach(app -> apps.add(app.asString("")));
        if (line.hasNonNull("app")) {
            apps.add(line.path("app").asString(""));
        }
        return new Fact(line.path("id").asString(""), line.path("action").asString(""), line.path("status").asString(""),
                line.path("app").asString(""), line.path("objectId").asString(""), causes, line.path("error").path("code").asString(""),
                line.path("summary").asString(""), line.path("changes").path(0).hasNonNull("after"), apps);
    }

    /** @return whether it is about a membership, and not about an account or a group */
    public boolean isOfMembership() {
        return objectId.indexOf('/') > 0;
    }

    /** @return whether it claims that an account, a group or a membership was changed */
    public boolean isEffect() {
        return status.equals("success") && EFFECTS.contains(action);
    }

    /** @return whether the input had no effect because newer input was there */
    public boolean isStale() {
        return action.equals("inputRejected") && code.equals("stale");
    }
}
