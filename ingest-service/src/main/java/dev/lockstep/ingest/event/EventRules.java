package dev.lockstep.ingest.event;

import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.ingest.AttributeRules;
import dev.lockstep.ingest.ContentHash;
import dev.lockstep.ingest.ObjectIds;
import dev.lockstep.ingest.source.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a {@code lockstep.directory.change} CloudEvent must look like (CloudEvents 1.0, structured mode). */
public final class EventRules {
    private static final String TYPE = "lockstep.directory.change";
    private static final int MAX_ID = 200;
    private static final int MAX_MEMBERS = 5_000;
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "upsert", Operation.UPSERT, "merge", Operation.MERGE, "addMembers", Operation.ADD_MEMBERS,
            "removeMembers", Operation.REMOVE_MEMBERS, "softDelete", Operation.SOFT_DELETE, "restore", Operation.RESTORE,
            "purge", Operation.PURGE);

    private final Source source;
    private final int index;
    private final JsonNode event;

    private EventRules(Source source, int index, JsonNode event) {
        this.source = source;
        this.index = index;
        this.event = event;
    }

    public static Checked check(Source source, EventReader.Read read) {
        return switch (read) {
            case EventReader.Read.Unreadable unreadable -> unreadable.rejection();
            case EventReader.Read.Document document -> {
                EventRules rules = new EventRules(source, document.index(), document.json());
                try {
                    yield rules.check();
                } catch (Refusal refusal) {
                    yield rules.rejected(refusal);
                }
            }
        };
    }

    private Checked check() {
        String id = text(event, "id", "id");
        require(id.length() <= MAX_ID && id.chars().noneMatch(Character::isISOControl), "invalid", "id",
                "The id has 1 to " + MAX_ID + " characters, none of them a control character.");
        require(text(event, "specversion", "specversion").equals("1.0"), "not-supported", "specversion", "specversion is 1.0.");
        text(event, "source", "source");
        require(text(event, "type", "type").equals(TYPE), "not-supported", "type", "type is " + TYPE + ".");
        String subject = text(event, "subject", "subject");
        String objectId = source.objectId(subject);
        require(ObjectIds.valid(objectId), "invalid", "subject", "subject is the object id: " + ObjectIds.RULE + ".");
        Instant time = time();
        JsonNode data = event.get("data");
        require(data != null && data.isObject(), "missing", "data", "data is an object with objectType and operation.");
        ObjectType type = switch (text(data, "objectType", "data.objectType")) {
            case "user" -> ObjectType.USER;
            case "group" -> ObjectType.GROUP;
            case String other -> throw new Refusal("invalid", "data.objectType", "objectType is user or group.");
        };
        Operation operation = OPERATIONS.get(text(data, "operation", "data.operation"));
        if (operation == null) {
            throw new Refusal("invalid", "data.operation", "operation is one of " + OPERATIONS.keySet().stream().sorted().toList() + ".");
        }
        Long version = version(data.get("version"));
        Map<String, @Nullable Object> attributes = attributes(operation, subject, data.get("attributes"));
        List<String> members = members(type, operation, data.get("members"));
        String hash = ContentHash.of(type.name(), operation.name(), objectId, version, attributes, members);
        return new Checked.Event(index, id, hash, type, operation, objectId, attributes, members, version, time);
    }

    private @Nullable Instant time() {
        JsonNode time = event.get("time");
        if (time == null || time.isNull()) {
            return null;
        }
        require(time.isString(), "invalid", "time", "time is an RFC 3339 timestamp with a zone.");
        try {
            return OffsetDateTime.parse(time.stringValue()).toInstant();
        } catch (DateTimeException e) {
            throw new Refusal("invalid", "time", "time is an RFC 3339 timestamp with a zone.");
        }
    }

    private static @Nullable Long version(@Nullable JsonNode version) {
        if (version == null || version.isNull()) {
            return null;
        }
        require(version.isIntegralNumber() && version.canConvertToLong() && version.longValue() >= 0, "invalid", "data.version",
                "version is a whole number, 0 or more.");
        return version.longValue();
    }

    private Map<String, @Nullable Object> attributes(Operation operation, String subject, @Nullable JsonNode given) {
        boolean wanted = operation == Operation.UPSERT || operation == Operation.MERGE;
        if (!wanted) {
            require(given == null || given.isEmpty(), "invalid", "data.attributes", "Only upsert and merge take attributes.");
            return Map.of();
        }
        require(given != null && given.isObject(), "missing", "data.attributes", "upsert and merge need attributes, an object.");
        Map<String, @Nullable Object> attributes = LinkedHashMap.newLinkedHashMap(given.size());
        given.properties().forEach(entry -> {
            Object value = value(entry.getKey(), entry.getValue());
            // In a whole object, no value and not there are the same.
            if (value != null || operation == Operation.MERGE) {
                attributes.put(entry.getKey(), value);
            }
        });
        if (attributes.containsKey("objectId")) {
            require(subject.equals(attributes.remove("objectId")), "invalid", "objectId", "objectId equals the subject, or is left out.");
        }
        attributes.computeIfPresent("manager", (name, value) -> reference(name, value));
        return attributes;
    }

    private static @Nullable Object value(String name, JsonNode json) {
        String shown = name.length() > 128 ? name.substring(0, 128) : name;
        try {
            Object value = JsonValues.of(json);
            Optional<AttributeRules.Fault> fault = AttributeRules.check(name, value);
            if (fault.isPresent()) {
                throw new Refusal(fault.get().code(), shown, fault.get().message());
            }
            return value;
        } catch (JsonValues.NumberOutOfRange e) {
            throw new Refusal("invalid", shown, "The number is too large.");
        }
    }

    private String reference(String name, Object value) {
        String id = value instanceof String text ? source.objectId(text) : "";
        require(ObjectIds.valid(id), "invalid", name, name + " is an object id: " + ObjectIds.RULE + ".");
        return id;
    }

    private List<String> members(ObjectType type, Operation operation, @Nullable JsonNode given) {
        boolean wanted = operation == Operation.ADD_MEMBERS || operation == Operation.REMOVE_MEMBERS;
        if (!wanted) {
            require(given == null || given.isEmpty(), "invalid", "data.members", "Only addMembers and removeMembers take members.");
            return List.of();
        }
        require(type == ObjectType.GROUP, "invalid", "data.objectType", "Only a group has members.");
        require(given != null && given.isArray() && !given.isEmpty(), "missing", "data.members", "members is a list of object ids.");
        require(given.size() <= MAX_MEMBERS, "too-long", "data.members", "An event names at most " + MAX_MEMBERS + " members.");
        List<String> members = new ArrayList<>(given.size());
        given.forEach(member -> members.add(reference("data.members", member.isString() ? member.stringValue() : "")));
        return List.copyOf(members);
    }

    private static String text(JsonNode parent, String field, String shown) {
        JsonNode value = parent.get(field);
        require(value != null && !value.isNull(), "missing", shown, field + " is missing.");
        require(value.isString() && !value.stringValue().isEmpty(), "invalid", shown, field + " is a text that is not empty.");
        return value.stringValue();
    }

    private static void require(boolean holds, String code, String attribute, String message) {
        if (!holds) {
            throw new Refusal(code, attribute, message);
        }
    }

    private Checked.Rejected rejected(Refusal refusal) {
        JsonNode given = event.get("id");
        String id = given != null && given.isString() && given.stringValue().length() <= MAX_ID ? given.stringValue() : null;
        return new Checked.Rejected(index, id, ContentHash.of(event.toString()), refusal.code, refusal.attribute, refusal.message);
    }

    /** The first thing wrong with an event. */
    private static final class Refusal extends RuntimeException {
        final String code;
        final String attribute;
        final String message;

        Refusal(String code, String attribute, String message) {
            super(code, null, false, false);
            this.code = code;
            this.attribute = attribute;
            this.message = message;
        }
    }
}
