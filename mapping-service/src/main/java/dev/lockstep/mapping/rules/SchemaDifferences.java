package dev.lockstep.mapping.rules;

import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.FlowType;
import dev.lockstep.engine.mapping.TargetType;
import dev.lockstep.engine.schema.ObjectMapping;
import dev.lockstep.engine.schema.SyncSchema;
import dev.lockstep.engine.scope.Clause;
import dev.lockstep.engine.scope.FilterGroup;
import dev.lockstep.mapping.schema.SchemaDifference;
import dev.lockstep.mapping.schema.SchemaDifference.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Schemas described part by part, as text for people, and compared that way. */
final class SchemaDifferences {
    private SchemaDifferences() {
    }

    private record Place(String object, Part part, String name) {
    }

    static List<SchemaDifference> between(SyncSchema before, SyncSchema after) {
        Map<Place, String> old = described(before);
        Map<Place, String> now = described(after);
        Set<Place> places = new LinkedHashSet<>(old.keySet());
        places.addAll(now.keySet());
        List<SchemaDifference> differences = new ArrayList<>();
        for (Place place : places) {
            String was = old.get(place);
            String is = now.get(place);
            if (!Objects.equals(was, is)) {
                differences.add(SchemaDifference.of(place.part(), place.object(), place.name(), was, is));
            }
        }
        return differences;
    }

    private static Map<Place, String> described(SyncSchema schema) {
        Map<Place, String> described = new LinkedHashMap<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (ObjectMapping mapping : schema.objectMappings()) {
            int nth = seen.merge(mapping.sourceObject(), 1, Integer::sum);
            String object = nth == 1 ? mapping.sourceObject() : mapping.sourceObject() + " #" + nth;
            SchemaModel model = SchemaModel.of(schema, mapping);
            described.put(new Place(object, Part.object, "enabled"), String.valueOf(model.enabled()));
            described.put(new Place(object, Part.object, "targetObjectName"), model.target());
            described.put(new Place(object, Part.object, "flowTypes"), operations(model.operations()));
            for (AttributeMapping attribute : model.mappings()) {
                described.put(new Place(object, Part.mapping, attribute.target()), text(attribute, model.always().contains(attribute.target())));
                if (attribute.matchingPriority() > 0) {
                    described.put(new Place(object, Part.matching, attribute.target()), "precedence " + attribute.matchingPriority());
                }
            }
            for (FilterGroup group : model.scope()) {
                // Titles need not be different.
                String title = group.name().isBlank() ? "filter" : group.name();
                for (int again = 2; described.containsKey(new Place(object, Part.filter, title)); again++) {
                    title = group.name() + " #" + again;
                }
                described.put(new Place(object, Part.filter, title), text(group));
            }
        }
        return described;
    }

    private static String operations(Set<Operation> operations) {
        return operations.isEmpty() ? "none" : operations.stream().sorted().map(o -> o.name().charAt(0) + o.name().substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    static String text(AttributeMapping mapping, boolean always) {
        StringBuilder text = new StringBuilder(mapping.source().text().isEmpty() ? "nothing" : mapping.source().text());
        if (mapping.flowType() != FlowType.ALWAYS) {
            text.append(", applied ").append(mapping.flowType() == FlowType.OBJECT_ADD_ONLY ? "only on creation" : mapping.flowType().spelling());
        }
        if (mapping.defaultValue() != null) {
            text.append(", default \"").append(mapping.defaultValue()).append('"');
        }
        if (mapping.clearWhenNull()) {
            text.append(", cleared when null");
        }
        if (always) {
            text.append(", sent with every write");
        }
        if (mapping.type() != TargetType.UNSPECIFIED && mapping.type() != TargetType.STRING) {
            text.append(", as ").append(mapping.type().name().toLowerCase(java.util.Locale.ROOT));
        }
        return text.toString();
    }

    static String text(FilterGroup group) {
        return group.clauses().stream().map(SchemaDifferences::text).collect(Collectors.joining(" AND "));
    }

    private static String text(Clause clause) {
        return (clause.attribute() + " " + clause.operator() + " " + String.join(", ", clause.values())).strip();
    }
}
