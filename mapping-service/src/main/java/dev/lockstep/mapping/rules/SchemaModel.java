package dev.lockstep.mapping.rules;

import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.schema.FlowOperation;
import dev.lockstep.engine.schema.ObjectMapping;
import dev.lockstep.engine.schema.SyncSchema;
import dev.lockstep.engine.scope.FilterGroup;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of an object mapping decides: two that are equal here give every object the same account.
 *
 * @param operations what may be done in the target
 * @param always target attributes that are sent with every write ({@code flowBehavior: FlowAlways})
 */
record SchemaModel(String source, String target, boolean enabled, Set<Operation> operations, List<FilterGroup> scope,
        List<AttributeMapping> mappings, Set<String> always) {
    private static final String USER = "User";
    private static final String GROUP = "Group";
    private static final String FLOW_ALWAYS = "FlowAlways";

    /** The object mapping that decides about people: the first enabled one for the source object User. */
    static Optional<ObjectMapping> users(SyncSchema schema) {
        return schema.objectMappings().stream().filter(mapping -> mapping.sourceObject().equals(USER) && mapping.enabled()).findFirst();
    }

    /** The object mapping that decides about groups: the first enabled one for the source object Group, else the first of them. */
    static Optional<ObjectMapping> groups(SyncSchema schema) {
        List<ObjectMapping> found = schema.objectMappings().stream().filter(mapping -> mapping.sourceObject().equals(GROUP)).toList();
        return found.stream().filter(ObjectMapping::enabled).findFirst().or(() -> found.stream().findFirst());
    }

    static SchemaModel of(SyncSchema schema, ObjectMapping mapping) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (FlowOperation operation : mapping.flowTypes()) {
            operations.add(switch (operation) {
                case ADD -> Operation.ADD;
                case UPDATE -> Operation.UPDATE;
                case DELETE -> Operation.DELETE;
            });
        }
        return new SchemaModel(mapping.sourceObject(), mapping.targetObject(), mapping.enabled(), operations, mapping.scope(),
                mapping.attributeMappings(), always(at(schema.toJson(), mapping.pointer())));
    }

    /** The engine keeps the document whole; what it has no use for itself is read from there. */
    private static Set<String> always(@Nullable Object mapping) {
        Set<String> always = new LinkedHashSet<>();
        if (mapping instanceof Map<?, ?> object && object.get("attributeMappings") instanceof List<?> attributes) {
            for (Object each : attributes) {
                if (each instanceof Map<?, ?> attribute && attribute.get("flowBehavior") instanceof String behaviour
                        && behaviour.equalsIgnoreCase(FLOW_ALWAYS) && attribute.get("targetAttributeName") instanceof String name) {
                    always.add(name);
                }
            }
        }
        return always;
    }

    /** @param pointer RFC 6901; object mappings stand below plain names and numbers, so nothing needs unescaping */
    static @Nullable Object at(Object document, String pointer) {
        Object at = document;
        for (String step : pointer.split("/")) {
            if (step.isEmpty()) {
                continue;
            }
            at = switch (at) {
                case Map<?, ?> object -> object.get(step);
                case List<?> list when step.matches("[0-9]{1,6}") && Integer.parseInt(step) < list.size() -> list.get(Integer.parseInt(step));
                case null, default -> null;
            };
        }
        return at;
    }
}
