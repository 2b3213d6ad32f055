package dev.lockstep.writer.reconcile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An attribute path as mappings write it (RFC 7644, section 3.10): {@code userName}, {@code name.givenName},
 * {@code emails[type eq "work"].value}, {@code urn:...:User:department}.
 *
 * @param text the path as written
 * @param urn the extension schema, empty for core attributes
 * @param filter which element of a multi-valued attribute, or null
 * @param sub the sub-attribute, or null
 */
public record ScimPath(String text, String urn, String attribute, @Nullable Filter filter, @Nullable String sub) {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    /** One comparison, {@code attribute eq value}; the value in text form. */
    public record Filter(String attribute, String value) {
        boolean admits(Map<?, ?> element) {
            Object value = Json.get(element, attribute);
            return value != null && Json.text(value).equalsIgnoreCase(this.value);
        }

        Map<String, @Nullable Object> element() {
            Map<String, @Nullable Object> element = new LinkedHashMap<>();
            element.put(attribute, attribute.equalsIgnoreCase("primary") ? Json.bool(value, value) : value);
            return element;
        }
    }

    /** Parses paths and remembers them: a mapping has few paths, and an initial load meets them a million times. */
    public static final class Reader {
        private static final int MOST = 10_000;
        private final Map<String, ScimPath> read = new ConcurrentHashMap<>();

        public ScimPath read(String text) {
            ScimPath known = read.get(text);
            if (known != null) {
                return known;
            }
            ScimPath path = parse(text);
            if (read.size() < MOST) {
                read.put(text, path);
            }
            return path;
        }
    }

    public static ScimPath parse(String text) {
        int bracket = text.indexOf('[');
        int colon = bracket < 0 ? text.lastIndexOf(':') : text.lastIndexOf(':', bracket);
        String urn = colon < 0 ? "" : text.substring(0, colon);
        if ((urn + ":").regionMatches(true, 0, CORE, 0, CORE.length())) {
            urn = "";
        }
        String rest = text.substring(colon + 1);
        bracket = rest.indexOf('[');
        if (bracket < 0) {
            int dot = rest.indexOf('.');
            return dot < 0 ? new ScimPath(text, urn, rest, null, null)
                    : new ScimPath(text, urn, rest.substring(0, dot), null, rest.substring(dot + 1));
        }
        int end = rest.lastIndexOf(']');
        if (end < bracket) {
            return new ScimPath(text, urn, rest, null, null);
        }
        String after = rest.substring(end + 1);
        return new ScimPath(text, urn, rest.substring(0, bracket), filter(rest.substring(bracket + 1, end)),
                after.startsWith(".") ? after.substring(1) : null);
    }

    private static Filter filter(String condition) {
        int eq = condition.toLowerCase(java.util.Locale.ROOT).indexOf(" eq ");
        if (eq < 0) {
            return new Filter("type", condition.strip());
        }
        String value = condition.substring(eq + 4).strip();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        return new Filter(condition.substring(0, eq).strip(), value);
    }

    /** The path of the attribute without element and sub-attribute. */
    String whole() {
        return urn.isEmpty() ? attribute : urn + ":" + attribute;
    }

    /** Whether the value is true or false by the schema, whatever the mapping's text says. */
    boolean isBoolean() {
        return "primary".equalsIgnoreCase(sub) || sub == null && urn.isEmpty() && filter == null && attribute.equalsIgnoreCase("active");
    }

    /** The enterprise manager, given without {@code .value}. */
    boolean isBareManager() {
        return sub == null && filter == null && attribute.equalsIgnoreCase("manager") && !urn.isEmpty();
    }

    /** The value at this path, or null. */
    public @Nullable Object in(Map<String, ? extends @Nullable Object> resource) {
        Object value = attributeIn(resource);
        if (filter != null) {
            value = element(value);
        }
        if (sub == null || value == null) {
            return value;
        }
        return value instanceof Map<?, ?> complex ? Json.get(complex, sub)
                : sub.equalsIgnoreCase("value") && !(value instanceof List<?>) ? value : null;
    }

    /** The attribute's value without element and sub-attribute, or null. */
    @Nullable Object attributeIn(Map<String, ? extends @Nullable Object> resource) {
        Map<?, ?> container = resource;
        if (!urn.isEmpty()) {
            if (!(Json.get(resource, urn) instanceof Map<?, ?> extension)) {
                return null;
            }
            container = extension;
        }
        return Json.get(container, attribute);
    }

    /** The element that the filter means, or null. */
    @Nullable Map<?, ?> element(@Nullable Object attributeValue) {
        if (attributeValue instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> map && Objects.requireNonNull(filter).admits(map)) {
                    return map;
                }
            }
        }
        return null;
    }
}
