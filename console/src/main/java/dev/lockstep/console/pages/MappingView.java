package dev.lockstep.console.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One object mapping of a synchronization schema.
 *
 * @param matching target attributes by which existing accounts are found, in order of precedence
 */
record MappingView(String name, String source, String target, boolean enabled, List<Row> rows, List<String> matching) {

    /** @param precedence 0 when not used for matching */
    record Row(String target, String source, String when, int precedence) {
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
                    flow.equals("ObjectAddOnly") ? "when created" : "always", attribute.path("matchingPriority").asInt(0)));
        }
        List<String> matching = rows.stream().filter(row -> row.precedence() > 0)
                .sorted(Comparator.comparingInt(Row::precedence)).map(Row::target).toList();
        return new MappingView(mapping.path("name").asString(""), mapping.path("sourceObjectName").asString(""),
                mapping.path("targetObjectName").asString(""), mapping.path("enabled").asBoolean(true), rows, matching);
    }
}
