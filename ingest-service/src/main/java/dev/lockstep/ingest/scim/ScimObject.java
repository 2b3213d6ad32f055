package dev.lockstep.ingest.scim;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A SCIM resource whose attribute names are found in any case (RFC 7643, section 2.1). */
final class ScimObject {
    private final Map<String, Map.Entry<String, @Nullable Object>> fields = new LinkedHashMap<>();

    ScimObject(Map<?, ?> json) {
        json.forEach((name, value) -> fields.put(((String) name).toLowerCase(Locale.ROOT), entry((String) name, value)));
    }

    private static Map.Entry<String, @Nullable Object> entry(String name, @Nullable Object value) {
        return new AbstractMap.SimpleImmutableEntry<>(name, value);
    }

    boolean has(String name) {
        return fields.containsKey(name.toLowerCase(Locale.ROOT));
    }

    @Nullable Object get(String name) {
        Map.Entry<String, @Nullable Object> field = fields.get(name.toLowerCase(Locale.ROOT));
        return field == null ? null : field.getValue();
    }

    @Nullable ScimObject object(String name) {
        return get(name) instanceof Map<?, ?> map ? new ScimObject(map) : null;
    }

    /** The complex values of a multi-valued attribute; a single one counts as a list of one. */
    List<ScimObject> objects(String name) {
        return switch (get(name)) {
            case List<?> list -> list.stream().filter(Map.class::isInstance).map(map -> new ScimObject((Map<?, ?>) map)).toList();
            case Map<?, ?> map -> List.of(new ScimObject(map));
            case null, default -> List.of();
        };
    }

    /** Names as they were given. */
    Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        fields.values().forEach(field -> all.put(field.getKey(), field.getValue()));
        return all;
    }

    boolean is(String name, Object value) {
        Object given = get(name);
        return given != null && given.toString().equalsIgnoreCase(value.toString());
    }
}
