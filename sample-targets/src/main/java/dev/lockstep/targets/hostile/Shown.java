package dev.lockstep.targets.hostile;

import dev.lockstep.targets.hostile.Resources.Kind;
import dev.lockstep.targets.hostile.Resources.Resource;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What an answer shows of a resource: a group with or without its members (RFC 7644, section 3.9). */
final class Shown {
    private static final String MEMBERS = "members";

    private Shown() {
    }

    /** @param parameters of the query */
    static ObjectNode of(Resource resource, Map<String, String> parameters) {
        if (resource.kind() == Kind.USER) {
            return resource.json();
        }
        ObjectNode shown = resource.json().deepCopy();
        if (MEMBERS.equals(parameters.get("excludedAttributes"))) {
            shown.remove(MEMBERS);
            return shown;
        }
        shown.withArrayProperty(MEMBERS);
        return MEMBERS.equals(parameters.get("attributes")) ? shown.retain("schemas", "id", MEMBERS) : shown;
    }
}
