package dev.lockstep.mapping.directory;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces. */
public final class MergePatch {
    private MergePatch() {
    }

    public static @Nullable Object apply(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map<?, ?> changes)) {
            return patch;
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        if (target instanceof Map<?, ?> old) {
            old.forEach((name, value) -> merged.put((String) name, value));
        }
        changes.forEach((name, value) -> {
            Object next = apply(merged.get(name), value);
            if (next == null) {
                merged.remove(name);
            } else {
                merged.put((String) name, next);
            }
        });
        return merged;
    }
}
