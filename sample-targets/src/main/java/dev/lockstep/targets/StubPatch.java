package dev.lockstep.targets;

import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The PATCH operations that provisioning sends (RFC 7644, section 3.5.2): top-level, dotted and extension paths, and one
 * {@code eq} as a value filter. An element that a filter does not find is created, as most servers do.
 */
public final class StubPatch {

    private static final Pattern EXTENSION = Pattern.compile("(urn:.*:(?:User|Group|\\d\\.\\d:[A-Za-z]+))(?::(.+))?");
    private static final Pattern ELEMENT =
            Pattern.compile("(\\w+)\\[\\s*(\\w+)\\s+eq\\s+\"?([^\"\\]]*)\"?\\s*](?:\\.(\\w+))?", Pattern.CASE_INSENSITIVE);
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    private StubPatch() {}

    public static void apply(ObjectNode resource, JsonNode request) {
        for (JsonNode operation : request.path("Operations")) {
            String op = operation.path("op").asString("").toLowerCase(Locale.ROOT);
            if (!op.equals("add") && !op.equals("replace") && !op.equals("remove")) {
                throw new IllegalArgumentException("unknown operation");
            }
            JsonNode value = op.equals("remove") ? null : operation.path("value");
            String path = operation.path("path").asString("");
            if (value == null && operation.path("value") instanceof ArrayNode listed && resource.path(path) instanceof ArrayNode elements) {
                removeListed(resource, path, elements, listed);
            } else if (!path.isEmpty()) {
                change(resource, path, op, value);
            } else if (value instanceof ObjectNode object) {
                object.forEachEntry((key, one) -> change(resource, key, op, one));
            } else {
                throw new IllegalArgumentException("neither path nor attributes");
            }
        }
    }

    /** Entra's way to take some out of many: a path without a filter, and their values. */
    private static void removeListed(ObjectNode resource, String path, ArrayNode elements, ArrayNode listed) {
        for (Iterator<JsonNode> each = elements.iterator(); each.hasNext(); ) {
            JsonNode one = each.next();
            if (listed.valueStream().anyMatch(gone -> gone.path("value").equals(one.path("value")))) {
                each.remove();
            }
        }
        if (elements.isEmpty()) {
            resource.remove(path);
        }
    }

    private static void change(ObjectNode resource, String path, String op, @Nullable JsonNode value) {
        Matcher extension = EXTENSION.matcher(path);
        if (extension.matches() && !path.startsWith(CORE)) {
            if (extension.group(2) == null) {
                set(resource, path, op, value);
            } else {
                dotted(resource.withObjectProperty(extension.group(1)), extension.group(2), op, value);
            }
        } else {
            dotted(resource, extension.matches() ? extension.group(2) : path, op, value);
        }
    }

    private static void dotted(ObjectNode holder, String path, String op, @Nullable JsonNode value) {
        Matcher element = ELEMENT.matcher(path);
        int dot = path.indexOf('.');
        if (element.matches()) {
            element(holder, element, op, value);
        } else if (dot < 0) {
            set(holder, path, op, value);
        } else {
            set(holder.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), op, value);
        }
    }

    private static void element(ObjectNode holder, Matcher path, String op, @Nullable JsonNode value) {
        ArrayNode elements = holder.withArrayProperty(path.group(1));
        String key = path.group(2);
        String wanted = path.group(3);
        String sub = path.group(4);
        boolean found = false;
        for (Iterator<JsonNode> each = elements.iterator(); each.hasNext(); ) {
            if (each.next() instanceof ObjectNode one && one.path(key).asString("").equalsIgnoreCase(wanted)) {
                found = true;
                if (sub != null) {
                    set(one, sub, op, value);
                } else if (value == null) {
                    each.remove();
                } else {
                    one.setAll((ObjectNode) value);
                }
            }
        }
        if (!found && value != null) {
            ObjectNode created = elements.addObject();
            if (wanted.equals("true") || wanted.equals("false")) {
                created.put(key, Boolean.parseBoolean(wanted));
            } else {
                created.put(key, wanted);
            }
            if (sub == null) {
                created.setAll((ObjectNode) value);
            } else {
                created.set(sub, value);
            }
        }
        if (elements.isEmpty()) {
            holder.remove(path.group(1));
        }
    }

    /** What is there already is not added again (RFC 7644, section 3.5.2.1): a member is known by its value. */
    private static boolean isIn(ArrayNode array, JsonNode one) {
        for (JsonNode present : array) {
            boolean same = one.isObject() && one.size() == 1 && one.hasNonNull("value") ? present.path("value").equals(one.path("value")) : present.equals(one);
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static void set(ObjectNode holder, String name, String op, @Nullable JsonNode value) {
        JsonNode old = holder.get(name);
        if (value == null || value.isNull()) {
            holder.remove(name);
        } else if (old instanceof ObjectNode object && value instanceof ObjectNode added) {
            object.setAll(added);
        } else if (op.equals("add") && old instanceof ArrayNode array && value instanceof ArrayNode added) {
            added.forEach(one -> {
                if (!isIn(array, one)) {
                    array.add(one);
                }
            });
        } else {
            holder.set(name, value);
        }
    }
}
