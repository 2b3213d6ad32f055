package dev.lockstep.audit.fact;

import dev.lockstep.contracts.AccountOutcome.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps secrets out of the ledger, whoever reported them: an attribute that is named like a secret loses its value. */
final class Redaction {
    static final String HIDDEN = "(not recorded)";
    private static final List<String> SECRET_NAMES =
            List.of("password", "passwd", "secret", "token", "credential", "privatekey", "apikey", "passcode");

    private Redaction() {
    }

    static List<Change> of(List<Change> changes) {
        return changes.stream()
                .map(c -> new Change(c.attribute(), of(c.attribute(), c.before()), of(c.attribute(), c.after())))
                .toList();
    }

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        values.forEach((name, value) -> shown.put(name, of(name, value)));
        return shown;
    }

    static @Nullable Object of(String name, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (isSecret(name)) {
            return HIDDEN;
        }
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                map.forEach((key, inner) -> shown.put(String.valueOf(key), of(String.valueOf(key), inner)));
                yield shown;
            }
            case List<?> list -> list.stream().map(inner -> of("", inner)).toList();
            default -> value;
        };
    }

    private static boolean isSecret(String name) {
        if (name.isEmpty()) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return SECRET_NAMES.stream().anyMatch(lower::contains);
    }
}
