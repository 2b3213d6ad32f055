package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Versions, differences and previews of an app's mappings as pages show them. */
final class SchemaViews {
    private SchemaViews() {
    }

    /** @param current whether it counts now */
    record Version(String number, String savedBy, @Nullable When savedAt, String comment, boolean current) {
        static Version of(JsonNode version, Instant now) {
            return new Version(version.path("version").asString(""), version.path("savedBy").asString("").replaceFirst("^token:", ""),
                    When.of(version.path("savedAt"), now), version.path("comment").asString(""), version.path("current").asBoolean(false));
        }
    }

    /** @param before empty when it was added; {@code after} empty when it was removed */
    record Difference(String part, String change, String tone, String name, String before, String after) {
        static List<Difference> of(JsonNode differences) {
            List<Difference> rows = new ArrayList<>();
            for (JsonNode each : differences) {
                String change = each.path("change").asString("");
                rows.add(new Difference(each.path("part").asString(""), change,
                        change.equals("added") ? "good" : change.equals("removed") ? "bad" : "busy", each.path("name").asString(""),
                        each.path("before").asString(""), each.path("after").asString("")));
            }
            return rows;
        }
    }

    /** @param reach whom it would concern, in a sentence; empty when nobody was asked */
    record Comparison(String from, String to, List<Difference> differences, String reach) {
    }

    static String reach(JsonNode saved) {
        JsonNode reevaluation = saved.path("reevaluation");
        if (!saved.path("changed").asBoolean(false)) {
            return "It is what counts already.";
        }
        long users = reevaluation.path("users").asLong(0);
        String people = JobStrip.number(users) + (users == 1 ? " user" : " users") + " in scope before or after, "
                + JobStrip.number(reevaluation.path("entering").asLong(0)) + " would enter and " + JobStrip.number(reevaluation.path("leaving").asLong(0)) + " would leave scope.";
        return users == 0 && !reevaluation.path("needed").asBoolean(false) ? "No rule changes, so nobody is decided again."
                : reevaluation.path("needed").asBoolean(false) ? "Everybody concerned is decided again: " + people : "Provisioning is off; it would concern " + people;
    }

    /** @param tone of {@code scope} */
    record Preview(String basis, String objectId, boolean inScope, String tone, String scope, String account, List<Clause> filters, List<Row> rows) {

        record Clause(String text, boolean met) {
        }

        /** @param from what the value was made from, {@code attribute = value}. @param error with its caret */
        record Row(String target, String source, List<String> from, String outcome, String tone, String value, String error) {
        }

        static Preview of(JsonNode preview) {
            JsonNode scope = preview.path("scope");
            boolean in = scope.path("inScope").asBoolean(false);
            List<Clause> filters = new ArrayList<>();
            scope.path("filters").forEach(clause -> filters.add(new Clause(clause.path("text").asString(""), clause.path("met").asBoolean(false))));
            List<Row> rows = new ArrayList<>();
            preview.path("attributes").forEach(attribute -> rows.add(row(attribute)));
            return new Preview(preview.path("basis").asString(""), preview.path("objectId").asString(""), in, in ? "good" : "calm",
                    (in ? "In scope: " : "Not in scope: ") + scope.path("detail").asString("") + ".", preview.path("account").asString(""), filters, rows);
        }

        private static Row row(JsonNode attribute) {
            List<String> from = new ArrayList<>();
            attribute.path("inputs").properties().forEach(input -> from.add(input.getKey() + " = " + (input.getValue().isNull() ? "no value" : text(input.getValue()))));
            String outcome = attribute.path("outcome").asString("");
            JsonNode error = attribute.path("error");
            return new Row(attribute.path("target").asString(""), attribute.path("source").asString(""), from, label(outcome), tone(outcome),
                    attribute.path("value").isNull() ? "" : text(attribute.path("value")), error.isObject() ? error.path("message").asString("") : "");
        }

        private static String label(String outcome) {
            return switch (outcome) {
                case "onCreate" -> "on creation";
                case "defaultOnCreate" -> "default, on creation";
                case "reference" -> "reference";
                case "notFlowed" -> "no value";
                case "ignored" -> "left out";
                default -> outcome;
            };
        }

        private static String tone(String outcome) {
            return switch (outcome) {
                case "flows", "reference" -> "good";
                case "failed" -> "bad";
                case "cleared", "onCreate", "defaultOnCreate" -> "busy";
                default -> "calm";
            };
        }
    }

    static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        return node.isValueNode() ? node.asString("") : node.toString();
    }
}
