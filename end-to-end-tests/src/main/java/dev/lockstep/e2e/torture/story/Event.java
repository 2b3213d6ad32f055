package dev.lockstep.e2e.torture.story;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event that a source sends.
 *
 * @param number place in the order in which it happened, from 1; the order of sending may differ
 * @param version the source's version, null for a source without versions
 * @param expected what ingest has to say to it
 */
public record Event(
        int number,
        Kind kind,
        String source,
        String id,
        String subject,
        @Nullable Long version,
        Map<String, Object> attributes,
        List<String> members,
        Expected expected) {

    /** What happens. */
    public enum Kind {
        GROUP("group", "upsert"),
        JOIN("user", "upsert"),
        MOVE("user", "merge"),
        RENAME("user", "merge"),
        MANAGER("user", "merge"),
        PHONE("user", "merge"),
        LEAVE("user", "softDelete"),
        REHIRE("user", "upsert"),
        RETURN("user", "restore"),
        PURGE("user", "purge"),
        GROUP_JOIN("group", "addMembers"),
        GROUP_EXIT("group", "removeMembers"),
        GROUP_RENAME("group", "merge"),
        GROUP_LEAVE("group", "softDelete"),
        GROUP_RETURN("group", "restore"),
        GROUP_PURGE("group", "purge"),
        /** The same id as an earlier event, with other content. */
        TWIN("user", "merge"),
        /** Not to be understood. */
        POISON("user", "merge"),
        /** Not to be understood either. */
        GROUP_POISON("group", "addMembers");

        private final String objectType;
        private final String operation;

        Kind(String objectType, String operation) {
            this.objectType = objectType;
            this.operation = operation;
        }
    }

    /** What ingest has to say. */
    public enum Expected { ACCEPTED, REJECTED }

    /** @return as facts name it: {@code <source>/<event id>} */
    public String cause() {
        return source + "/" + id;
    }

    /** @return whether it concerns a person and not a group */
    public boolean isOfUser() {
        return kind.objectType.equals("user");
    }

    /** @return whether it is not to be understood */
    public boolean isPoison() {
        return kind == Kind.POISON || kind == Kind.GROUP_POISON;
    }

    /** @return the CloudEvent, JSON in structured mode */
    public ObjectNode cloudEvent() {
        JsonMapper json = JsonMapper.shared();
        ObjectNode event = json.createObjectNode()
                .put("specversion", "1.0").put("id", id).put("source", source).put("type", "lockstep.directory.change");
        if (!isPoison() || number % 3 != 0) {
            event.put("subject", subject);
        }
        ObjectNode data = event.putObject("data").put("objectType", kind.objectType)
                .put("operation", isPoison() && number % 3 == 1 ? "explode" : kind.operation);
        if (version != null) {
            if (isPoison() && number % 3 == 2) {
                data.put("version", "one-and-a-half");
            } else {
                data.put("version", version);
            }
        }
        if (!attributes.isEmpty()) {
            data.set("attributes", json.valueToTree(attributes));
        }
        if (!members.isEmpty()) {
            data.set("members", json.valueToTree(members));
        }
        return event;
    }
}
