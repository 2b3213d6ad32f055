package dev.lockstep.ingest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the directory takes as an attribute. */
public final class AttributeRules {
    public static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]{0,127}");
    /** Characters of a text value. */
    public static final int MAX_TEXT = 8 * 1024;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_LIST = 1_000;

    private AttributeRules() {
    }

    /** What is wrong with an attribute. */
    public record Fault(String code, String message) {
    }

    public static Optional<Fault> check(String name, @Nullable Object value) {
        if (!NAME.matcher(name).matches()) {
            return fault("invalid-name", "An attribute name starts with a letter and has up to 128 letters, digits and _ . : -");
        }
        if (name.equalsIgnoreCase("IsSoftDeleted")) {
            return fault("computed", "IsSoftDeleted is computed; use the operations softDelete and restore.");
        }
        return value(value, 0);
    }

    private static Optional<Fault> value(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            return fault("too-deep", "Values nest at most " + MAX_DEPTH + " levels deep.");
        }
        return switch (value) {
            case null -> Optional.empty();
            case String text -> text.length() > MAX_TEXT
                    ? fault("too-long", "A text has at most " + MAX_TEXT + " characters.") : Optional.empty();
            case List<?> list -> list.size() > MAX_LIST
                    ? fault("too-long", "A list has at most " + MAX_LIST + " entries.") : first(list, depth);
            case Map<?, ?> map -> map.keySet().stream().anyMatch(key -> ((String) key).isEmpty() || ((String) key).length() > 256)
                    ? fault("invalid-name", "A key inside a value has 1 to 256 characters.") : first(map.values(), depth);
            default -> Optional.empty();
        };
    }

    private static Optional<Fault> first(Iterable<?> values, int depth) {
        for (Object value : values) {
            Optional<Fault> fault = value(value, depth + 1);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(String code, String message) {
        return Optional.of(new Fault(code, message));
    }
}
