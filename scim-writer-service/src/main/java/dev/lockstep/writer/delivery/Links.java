package dev.lockstep.writer.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Links that were seen lately, for references such as managers. Missing here does not mean missing. */
final class Links {
    private static final int MOST = 200_000;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    @Nullable String get(String key) {
        return known.get(key);
    }

    void put(String key, String targetId) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(key, targetId);
    }

    void remove(String key) {
        known.remove(key);
    }

    void removeApp(String app) {
        known.keySet().removeIf(key -> key.startsWith(app + "/"));
    }
}
