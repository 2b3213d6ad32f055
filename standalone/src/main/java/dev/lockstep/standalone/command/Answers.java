package dev.lockstep.standalone.command;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints an answer of the server as a table of chosen columns, or as the JSON that it is. */
final class Answers {
    private Answers() {
    }

    /** @param columns JSON pointers without the leading slash, such as {@code progress/done} */
    static void print(LockstepCommand.Output output, JsonNode answer, String... columns) {
        switch (output) {
            case json -> System.out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
            case table -> table(answer.has("items") ? answer.path("items") : answer, columns);
        }
    }

    private static void table(JsonNode rows, String... columns) {
        List<String[]> cells = new ArrayList<>();
        cells.add(columns);
        for (JsonNode row : rows.isArray() ? rows : List.of(rows)) {
            String[] line = new String[columns.length];
            for (int i = 0; i < columns.length; i++) {
                JsonNode value = row.at("/" + columns[i]);
                line[i] = value.isMissingNode() || value.isNull() ? "-" : value.isValueNode() ? value.asString() : value.toString();
            }
            cells.add(line);
        }
        int[] widths = new int[columns.length];
        cells.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        });
        for (String[] line : cells) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line[i]).append(" ".repeat(widths[i] - line[i].length() + 2));
            }
            System.out.println(text.toString().stripTrailing());
        }
    }
}
