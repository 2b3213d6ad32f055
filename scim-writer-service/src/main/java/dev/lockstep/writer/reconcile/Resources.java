package dev.lockstep.writer.reconcile;

import dev.lockstep.contracts.ObjectType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds whole resources from paths and values (RFC 7643). */
final class Resources {
    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    private Resources() {
    }

    /** The body of a create: schemas of all extensions in use, real booleans, {@code active} always. */
    static Map<String, @Nullable Object> create(Wanted wanted, ScimPath.Reader paths) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        Set<String> schemas = new LinkedHashSet<>();
        schemas.add(wanted.type() == ObjectType.USER ? USER : GROUP);
        body.put("schemas", List.of());
        if (wanted.externalId() != null) {
            body.put("externalId", wanted.externalId());
        }
        fill(body, schemas, wanted.attributes(), paths);
        fill(body, schemas, wanted.onCreateOnly(), paths);
        if (wanted.type() == ObjectType.USER) {
            body.putIfAbsent("active", true);
            onePrimaryMail(body);
        }
        body.put("schemas", List.copyOf(schemas));
        return body;
    }

    private static void fill(Map<String, @Nullable Object> body, Set<String> schemas, Map<String, @Nullable Object> values, ScimPath.Reader paths) {
        for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
            if (entry.getValue() == null) {
                continue;
            }
            ScimPath path = paths.read(entry.getKey());
            set(body, path, entry.getValue());
            if (!path.urn().isEmpty()) {
                schemas.add(path.urn());
            }
        }
    }

    /** As Entra: the work address of a new account is the primary one. */
    @SuppressWarnings("unchecked")
    private static void onePrimaryMail(Map<String, @Nullable Object> body) {
        if (body.get("emails") instanceof List<?> mails && mails.stream().allMatch(m -> m instanceof Map<?, ?> map && Json.get(map, "primary") == null)) {
            for (Object mail : mails) {
                if (mail instanceof Map<?, ?> map && "work".equals(Json.get(map, "type"))) {
                    ((Map<String, Object>) map).put("primary", true);
                    return;
                }
            }
        }
    }

    /** What an account would look like with just these values: the account as Lockstep last wrote it. */
    static Map<String, @Nullable Object> assumed(Map<String, @Nullable Object> values, ScimPath.Reader paths) {
        Map<String, @Nullable Object> resource = new LinkedHashMap<>();
        values.forEach((path, value) -> {
            if (value != null) {
                set(resource, paths.read(path), value);
            }
        });
        return resource;
    }

    @SuppressWarnings("unchecked")
    static void set(Map<String, @Nullable Object> resource, ScimPath path, Object value) {
        Map<String, @Nullable Object> container = path.urn().isEmpty() ? resource : child(resource, path.urn());
        Object typed = typed(path, value);
        String attribute = Json.key(container, path.attribute());
        if (path.filter() == null) {
            if (path.sub() != null) {
                child(container, attribute).put(path.sub(), typed);
            } else {
                container.put(attribute, path.isBareManager() ? manager(typed) : typed);
            }
            return;
        }
        List<@Nullable Object> elements = container.get(attribute) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
        Map<String, @Nullable Object> element = (Map<String, @Nullable Object>) path.element(elements);
        if (element == null) {
            element = path.filter().element();
            elements.add(element);
        }
        if (path.sub() != null) {
            element.put(path.sub(), typed);
        } else if (typed instanceof Map<?, ?> whole) {
            element.putAll((Map<String, Object>) whole);
        }
        container.put(attribute, elements);
    }

    /** Some servers insist on a reference beside the id (RFC 7643, section 4.3); it is relative, as in the RFC's example. */
    static Object manager(Object id) {
        if (id instanceof Map) {
            return id;
        }
        Map<String, @Nullable Object> manager = new LinkedHashMap<>();
        manager.put("value", id);
        manager.put("$ref", "../Users/" + id);
        return manager;
    }

    static void clear(Map<String, @Nullable Object> resource, ScimPath path) {
        if (path.in(resource) == null) {
            return;
        }
        Map<String, @Nullable Object> container = path.urn().isEmpty() ? resource : child(resource, path.urn());
        String attribute = Json.key(container, path.attribute());
        if (path.filter() != null) {
            List<?> elements = (List<?>) container.get(attribute);
            container.put(attribute, elements == null ? List.of()
                    : elements.stream().filter(e -> !(e instanceof Map<?, ?> map && path.filter().admits(map))).toList());
        } else if (path.sub() != null) {
            child(container, attribute).remove(path.sub());
        } else {
            container.remove(attribute);
        }
    }

    /** The value as JSON should carry it. */
    static Object typed(ScimPath path, Object value) {
        if (path.isBoolean()) {
            return Json.bool(value, value);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Resources::element).toList();
        }
        return value;
    }

    private static @Nullable Object element(@Nullable Object element) {
        if (element instanceof Map<?, ?> map && Json.get(map, "primary") != null) {
            Map<String, @Nullable Object> copy = Json.copy(map);
            String key = Json.key(copy, "primary");
            copy.put(key, Json.bool(copy.get(key), true));
            return copy;
        }
        return element;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String name) {
        String key = Json.key(parent, name);
        if (parent.get(key) instanceof Map<?, ?> map) {
            if (map instanceof LinkedHashMap<?, ?>) {
                return (Map<String, @Nullable Object>) map;
            }
            Map<String, @Nullable Object> copy = Json.copy(map);
            parent.put(key, copy);
            return copy;
        }
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        if (parent.get(key) instanceof String plain) {
            made.put("value", plain);
        }
        parent.put(key, made);
        return made;
    }
}
