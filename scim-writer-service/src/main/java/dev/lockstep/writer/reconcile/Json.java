package dev.lockstep.writer.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as maps, lists, text, numbers and booleans. Attribute names are compared as SCIM does: letter case does not count. */
final class Json {
    private Json() {
    }

    static @Nullable Object get(Map<?, ?> map, String name) {
        Object value = map.get(name);
        if (value != null) {
            return value;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof String key && key.equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** The key under which the map holds this name, or the name. */
    static String key(Map<String, @Nullable Object> map, String name) {
        if (map.containsKey(name)) {
            return name;
        }
        for (String key : map.keySet()) {
            if (key.equalsIgnoreCase(name)) {
                return key;
            }
        }
        return name;
    }

    static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    /** True or false when the value reads so, otherwise the other value. */
    static Object bool(@Nullable Object value, Object otherwise) {
        return switch (value) {
            case Boolean b -> b;
            case String s when s.equalsIgnoreCase("true") -> true;
            case String s when s.equalsIgnoreCase("false") -> false;
            case null, default -> otherwise;
        };
    }

    static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String s -> s.isEmpty();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.values().stream().allMatch(Json::isEmpty);
            default -> false;
        };
    }

    static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, deep(value)));
        return copy;
    }

    private static @Nullable Object deep(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy(map);
            case List<?> list -> {
                List<@Nullable Object> elements = new ArrayList<>(list.size());
                list.forEach(element -> elements.add(deep(element)));
                yield elements;
            }
            case null, default -> value;
        };
    }

    /** Whether what is wanted is what is there. Elements of a list have no order; of a complex value only the wanted parts count. */
    static boolean same(@Nullable Object wanted, @Nullable Object present, boolean caseExact) {
        if (isEmpty(wanted) && isEmpty(present)) {
            return true;
        }
        return switch (wanted) {
            case null -> false;
            case Map<?, ?> map -> present instanceof Map<?, ?> other
                    ? map.entrySet().stream().allMatch(e -> e.getValue() == null
                            || e.getKey() instanceof String name && same(e.getValue(), get(other, name), caseExact))
                    : map.size() == 1 && same(get(map, "value"), present, caseExact);
            case List<?> list -> present instanceof List<?> others && list.size() == others.size()
                    && list.stream().allMatch(w -> others.stream().anyMatch(o -> sameElement(w, o, caseExact)));
            default -> present instanceof Map<?, ?> complex ? same(wanted, get(complex, "value"), caseExact)
                    : present != null && sameScalar(wanted, present, caseExact);
        };
    }

    /** Two elements with a value are the same when it is. */
    static boolean sameElement(@Nullable Object wanted, @Nullable Object present, boolean caseExact) {
        if (wanted instanceof Map<?, ?> w && present instanceof Map<?, ?> p && get(w, "value") != null && w.size() == 1) {
            return same(get(w, "value"), get(p, "value"), caseExact);
        }
        return same(wanted, present, caseExact);
    }

    private static boolean sameScalar(Object wanted, Object present, boolean caseExact) {
        if (wanted instanceof Boolean || present instanceof Boolean) {
            return bool(wanted, wanted).equals(bool(present, present));
        }
        String a = text(wanted);
        String b = text(present);
        return caseExact ? a.equals(b) : a.equalsIgnoreCase(b);
    }
}
