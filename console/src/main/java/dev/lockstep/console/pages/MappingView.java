package dev.lockstep.console.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One object mapping of a synchronization schema.
 *
 * @param matching target attributes by which existing accounts are found, in order of precedence
 * @param filters scoping filters, one of which has to hold; none lets everybody pass
 * @param operations what may be done in the target
 */
record MappingView(String name, String source, String target, boolean enabled, List<Row> rows, List<String> matching, List<Filter> filters,
        String operations) {

    /**
     * @param precedence 0 when not used for matching
     * @param notes what else is special: a default value, clearing, sending with every write
     */
    record Row(String target, String source, String when, int precedence, String notes) {
    }

    /** @param clauses all of which have to hold */
    record Filter(String title, List<String> clauses) {
    }

    static List<MappingView> of(JsonNode schema) {
        List<MappingView> mappings = new ArrayList<>();
        for (JsonNode rule : schema.path("synchronizationRules")) {
            for (JsonNode mapping : rule.path("objectMappings")) {
                mappings.add(mapping(mapping));
            }
        }
        return mappings;
    }

    private static MappingView mapping(JsonNode mapping) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode attribute : mapping.path("attributeMappings")) {
            JsonNode source = attribute.path("source");
            String expression = source.path("expression").asString(source.path("name").asString(""));
            String flow = attribute.path("flowType").asString("Always");
            rows.add(new Row(attribute.path("targetAttributeName").asString(""), expression,
                    flow.equals("ObjectAddOnly") || flow.equals("AttributeAddOnly") ? "when created" : "always", attribute.path("matchingPriority").asInt(0),
                    notes(attribute)));
        }
        List<String> matching = rows.stream().filter(row -> row.precedence() > 0)
                .sorted(Comparator.comparingInt(Row::precedence)).map(Row::target).toList();
        return new MappingView(mapping.path("name").asString(""), mapping.path("sourceObjectName").asString(""),
                mapping.path("targetObjectName").asString(""), mapping.path("enabled").asBoolean(true), rows, matching, filters(mapping.path("scope")),
                mapping.path("flowTypes").asString("Add, Update, Delete").replaceAll(",\\s*", ", "));
    }

    private static String notes(JsonNode attribute) {
        List<String> notes = new ArrayList<>();
        if (attribute.path("defaultValue").isString()) {
            notes.add("default " + attribute.path("defaultValue").stringValue());
        }
        if (attribute.path("flowNullValues").asBoolean(false)) {
            notes.add("cleared when the source has no value");
        }
        if (attribute.path("flowBehavior").asString("").equalsIgnoreCase("FlowAlways")) {
            notes.add("sent with every write");
        }
        return String.join(", ", notes);
    }

    private static List<Filter> filters(JsonNode scope) {
        List<Filter> filters = new ArrayList<>();
        for (JsonNode group : scope.path("groups")) {
            List<String> clauses = new ArrayList<>();
            for (JsonNode clause : group.path("clauses")) {
                List<String> values = new ArrayList<>();
                clause.path("targetOperand").path("values").forEach(value -> values.add(value.asString("")));
                clauses.add((clause.path("sourceOperandName").asString("") + " " + clause.path("operatorName").asString("") + " "
                        + String.join(", ", values)).strip());
            }
            filters.add(new Filter(group.path("name").asString(""), clauses));
        }
        return filters;
    }
}
