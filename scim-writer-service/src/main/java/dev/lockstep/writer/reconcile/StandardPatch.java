package dev.lockstep.writer.reconcile;

import dev.lockstep.writer.reconcile.Reconcile.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PATCH operations by RFC 7644, section 3.5.2. */
final class StandardPatch {
    private final boolean booleansAsText;

    StandardPatch(boolean booleansAsText) {
        this.booleansAsText = booleansAsText;
    }

    List<Map<String, @Nullable Object>> operations(List<Difference> differences, Map<String, @Nullable Object> current) {
        List<Map<String, @Nullable Object>> operations = new ArrayList<>();
        // Sub-attributes of an element that is not there yet go into one new element: a path to it would have no target.
        Map<String, Map<String, @Nullable Object>> newElements = new LinkedHashMap<>();
        for (Difference difference : differences) {
            ScimPath path = difference.path();
            Object after = difference.after();
            if (after == null) {
                operations.add(operation("remove", "value".equalsIgnoreCase(path.sub()) && path.filter() != null
                        ? path.text().substring(0, path.text().lastIndexOf('.')) : path.text(), null));
            } else if (path.filter() != null && path.element(path.attributeIn(current)) == null) {
                Map<String, @Nullable Object> element = newElements.computeIfAbsent(path.whole() + path.filter(), key -> {
                    Map<String, @Nullable Object> made = path.filter().element();
                    operations.add(operation("add", path.whole(), List.of(made)));
                    return made;
                });
                if (path.sub() != null) {
                    element.put(path.sub(), after);
                } else if (after instanceof Map<?, ?> whole) {
                    element.putAll(Json.copy(whole));
                }
            } else if (after instanceof List<?> wanted && path.sub() == null && path.filter() == null) {
                list(path, wanted, path.in(current), operations);
            } else if (path.isBareManager()) {
                operations.add(operation(difference.before() == null ? "add" : "replace", path.text(),
                        Resources.manager(after)));
            } else {
                operations.add(operation(difference.before() == null ? "add" : "replace", path.text(),
                        after instanceof Boolean b && booleansAsText ? (b ? "True" : "False") : after));
            }
        }
        return operations;
    }

    private static void list(ScimPath path, List<?> wanted, @Nullable Object before, List<Map<String, @Nullable Object>> operations) {
        List<?> present = before instanceof List<?> list ? list : List.of();
        if (present.isEmpty()) {
            operations.add(operation("add", path.text(), wanted));
            return;
        }
        List<?> missing = wanted.stream().filter(w -> present.stream().noneMatch(p -> Json.sameElement(w, p, true))).toList();
        List<?> surplus = present.stream().filter(p -> wanted.stream().noneMatch(w -> Json.sameElement(w, p, true))).toList();
        boolean named = surplus.stream().allMatch(s -> s instanceof Map<?, ?> map && Json.get(map, "value") instanceof String)
                && missing.stream().noneMatch(m -> surplus.stream().anyMatch(s -> m instanceof Map<?, ?> a && s instanceof Map<?, ?> b
                        && Objects.equals(Json.get(a, "value"), Json.get(b, "value"))));
        if (!named) {
            operations.add(operation("replace", path.text(), wanted));
            return;
        }
        for (Object element : surplus) {
            String value = (String) Objects.requireNonNull(Json.get((Map<?, ?>) element, "value"));
            operations.add(operation("remove", path.text() + "[value eq \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]", null));
        }
        if (!missing.isEmpty()) {
            operations.add(operation("add", path.text(), missing));
        }
    }

    static Map<String, @Nullable Object> operation(String op, String path, @Nullable Object value) {
        Map<String, @Nullable Object> operation = new LinkedHashMap<>();
        operation.put("op", op);
        operation.put("path", path);
        if (value != null) {
            operation.put("value", value);
        }
        return operation;
    }
}
