package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.WorkTable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Links that were seen lately, for references such as managers. Missing here does not mean missing. */
final class Links {
    private static final int MOST = 200_000;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    @Nullable String get(String key) {
        return known.get(key);
    }

    /** Looks up what these desires refer to, where that is not known here: after a restart nothing is. */
    void learn(Iterable<DesiredAccount> desires, WorkTable table) {
        Set<String> unknown = new HashSet<>();
        for (DesiredAccount desired : desires) {
            if (desired.objectType() == ObjectType.MEMBERSHIP) {
                // Its links are read when it is attempted: one that has changed meanwhile must not count.
                continue;
            }
            for (String objectId : desired.references().values()) {
                String key = DesiredAccount.key(desired.app(), objectId);
                if (!known.containsKey(key)) {
                    unknown.add(key);
                }
            }
        }
        if (!unknown.isEmpty()) {
            table.links(unknown).forEach(this::put);
        }
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
