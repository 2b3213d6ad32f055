package dev.lockstep.mapping.fakes;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes as a source might send them. */
public record Changes(String source, ObjectType type, String id) {
    public static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    public static Changes user(String id) {
        return new Changes("hr", ObjectType.USER, id);
    }

    public static Changes group(String id) {
        return new Changes("hr", ObjectType.GROUP, id);
    }

    public Changes from(String other) {
        return new Changes(other, type, id);
    }

    public DirectoryChange change(Operation operation, String event, @Nullable Long version, Map<String, ? extends @Nullable Object> attributes, List<String> members) {
        return new DirectoryChange(type, operation, id, new LinkedHashMap<>(attributes), members, source, event, version, AT, AT, null, "source:" + source);
    }

    public DirectoryChange upsert(String event, @Nullable Long version, Map<String, ? extends @Nullable Object> attributes) {
        return change(Operation.UPSERT, event, version, attributes, List.of());
    }

    public DirectoryChange merge(String event, @Nullable Long version, Map<String, ? extends @Nullable Object> attributes) {
        return change(Operation.MERGE, event, version, attributes, List.of());
    }

    public DirectoryChange plain(Operation operation, String event, @Nullable Long version) {
        return change(operation, event, version, Map.of(), List.of());
    }

    public DirectoryChange add(String event, @Nullable Long version, String... members) {
        return change(Operation.ADD_MEMBERS, event, version, Map.of(), List.of(members));
    }

    public DirectoryChange remove(String event, @Nullable Long version, String... members) {
        return change(Operation.REMOVE_MEMBERS, event, version, Map.of(), List.of(members));
    }
}
