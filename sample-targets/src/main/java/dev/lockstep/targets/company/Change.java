package dev.lockstep.targets.company;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that happens on a working day.
 *
 * @param id the event's id, the same whenever the same day is generated
 * @param sentence what happens, for people: "Ada Lovelace joins Platform as Site Reliability Engineer"
 * @param person objectId of the person it is about
 * @param objectId what changes: the person, or the group whose members change
 * @param attributes the whole object (upsert) or the changed part (merge); empty otherwise
 * @param members who joins or leaves the group; empty otherwise
 */
public record Change(
        String id,
        Kind kind,
        String sentence,
        String person,
        String objectId,
        Operation operation,
        Map<String, Object> attributes,
        List<String> members) {

    public Change {
        attributes = Person.ordered(attributes);
        members = List.copyOf(members);
    }

    /** Why it happens. */
    public enum Kind { JOIN, MOVE, RENAME, MARRIAGE, MANAGER_CHANGE, LEAVE_OF_ABSENCE, LEAVE, REHIRE, GROUP_JOIN, GROUP_EXIT }

    /** What is done to the directory object. */
    public enum Operation {
        UPSERT("upsert"),
        MERGE("merge"),
        ADD_MEMBERS("addMembers"),
        REMOVE_MEMBERS("removeMembers"),
        SOFT_DELETE("softDelete"),
        RESTORE("restore");

        private final String wire;

        Operation(String wire) {
            this.wire = wire;
        }

        /** @return its name in an event */
        public String wire() {
            return wire;
        }
    }

    /** @return whether a group changes, and not a person */
    public boolean isGroupChange() {
        return operation == Operation.ADD_MEMBERS || operation == Operation.REMOVE_MEMBERS;
    }

    /**
     * @param source the CloudEvents source, the id of the directory source that posts it
     * @param time when it happened
     * @return the change as a CloudEvent (JSON, structured mode) of the type {@code lockstep.directory.change}
     */
    public String cloudEvent(String source, Instant time) {
        var json = JsonMapper.shared();
        ObjectNode event = json.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", source)
                .put("type", "lockstep.directory.change")
                .put("subject", objectId)
                .put("time", time.toString());
        ObjectNode data = event.putObject("data")
                .put("objectType", isGroupChange() ? "group" : "user")
                .put("operation", operation.wire());
        if (!attributes.isEmpty()) {
            data.set("attributes", json.valueToTree(attributes));
        }
        if (!members.isEmpty()) {
            data.set("members", json.valueToTree(members));
        }
        return json.writeValueAsString(event);
    }
}
