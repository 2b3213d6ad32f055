package dev.lockstep.targets.hostile;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of a group, and what a PATCH asks of them. */
final class Members {
    private static final Pattern ONE = Pattern.compile("members\\[\\s*value\\s+eq\\s+\"(.*)\"\\s*]", Pattern.CASE_INSENSITIVE);

    /** @param value the account's id */
    record Asked(String value, boolean comes) {}

    private Members() {
    }

    /** @return ids of accounts */
    static Set<String> of(JsonNode group) {
        Set<String> ids = new LinkedHashSet<>();
        group.path("members").forEach(member -> ids.add(member.path("value").asString("")));
        return ids;
    }

    static void remove(ObjectNode group, String id) {
        if (group.get("members") instanceof ArrayNode members) {
            for (Iterator<JsonNode> each = members.iterator(); each.hasNext(); ) {
                if (each.next().path("value").asString("").equals(id)) {
                    each.remove();
                }
            }
        }
    }

    /** @return whether the PATCH is of nothing else */
    static boolean isOnlyOf(JsonNode patch) {
        JsonNode operations = patch.path("Operations");
        for (JsonNode operation : operations) {
            if (!isOf(operation)) {
                return false;
            }
        }
        return !operations.isEmpty();
    }

    private static boolean isOf(JsonNode operation) {
        return operation.path("path").asString("").toLowerCase(Locale.ROOT).startsWith("members");
    }

    static List<Asked> asked(JsonNode patch) {
        List<Asked> asked = new ArrayList<>();
        for (JsonNode operation : patch.path("Operations")) {
            if (isOf(operation)) {
                boolean comes = !operation.path("op").asString("").equalsIgnoreCase("remove");
                Matcher one = ONE.matcher(operation.path("path").asString(""));
                if (one.matches()) {
                    asked.add(new Asked(one.group(1).replace("\\\"", "\"").replace("\\\\", "\\"), comes));
                }
                operation.path("value").forEach(value -> asked.add(new Asked(value.path("value").asString(""), comes)));
            }
        }
        return asked;
    }
}
