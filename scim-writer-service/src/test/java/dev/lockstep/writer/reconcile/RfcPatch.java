package dev.lockstep.writer.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies PATCH operations strictly by RFC 7644, section 3.5.2, written apart from the code under test: a filter without a
 * hit is refused.
 */
final class RfcPatch {
    private static final Pattern PATH = Pattern.compile("(?:(urn:.*):)?([A-Za-z$]+)(?:\\[(\\w+) eq \"(.*)\"])?(?:\\.(\\w+))?");

    Map<String, @Nullable Object> apply(Map<String, @Nullable Object> resource, List<Map<String, @Nullable Object>> operations) {
        Map<String, @Nullable Object> after = Json.copy(resource);
        operations.forEach(operation -> apply(after, (String) operation.get("op"), (String) operation.get("path"), operation.get("value")));
        return after;
    }

    @SuppressWarnings("unchecked")
    private static void apply(Map<String, @Nullable Object> resource, @Nullable String op, @Nullable String text, @Nullable Object value) {
        Matcher path = PATH.matcher(String.valueOf(text));
        if (!path.matches()) {
            throw new IllegalArgumentException("invalidPath " + text);
        }
        Map<String, @Nullable Object> container = path.group(1) == null ? resource
                : (Map<String, @Nullable Object>) resource.computeIfAbsent(path.group(1), k -> new LinkedHashMap<String, Object>());
        String attribute = path.group(2);
        String sub = path.group(5);
        if (path.group(3) != null) {
            List<Object> elements = container.get(attribute) instanceof List<?> list ? (List<Object>) list : new ArrayList<>();
            List<Map<String, @Nullable Object>> hits = elements.stream().map(e -> (Map<String, @Nullable Object>) e)
                    .filter(e -> path.group(4).equals(e.get(path.group(3)))).toList();
            if (hits.isEmpty()) {
                throw new IllegalArgumentException("noTarget " + text);
            }
            for (Map<String, @Nullable Object> hit : hits) {
                if ("remove".equals(op) && sub == null) {
                    elements.remove(hit);
                } else if ("remove".equals(op)) {
                    hit.remove(sub);
                } else if (sub == null) {
                    throw new IllegalArgumentException("whole element " + text);
                } else {
                    hit.put(sub, value);
                }
            }
            if (elements.isEmpty()) {
                container.remove(attribute);
            }
            return;
        }
        if (sub != null) {
            container = (Map<String, @Nullable Object>) container.computeIfAbsent(attribute, k -> new LinkedHashMap<String, Object>());
            attribute = sub;
        }
        if ("remove".equals(op)) {
            container.remove(attribute);
        } else if ("add".equals(op) && value instanceof List<?> added) {
            List<Object> elements = container.get(attribute) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
            added.stream().filter(a -> !elements.contains(a)).forEach(elements::add);
            container.put(attribute, elements);
        } else {
            container.put(attribute, value);
        }
    }
}
