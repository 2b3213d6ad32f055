package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * For bulk loads: lists a target's accounts once instead of looking each up. Only a complete listing counts (the total stays
 * the same, no error, as many accounts as it says); with anything less the answer is "unknown" and the target is asked.
 */
final class ReadAhead {
    /** Below this many waiting accounts, looking each up is cheaper than waiting for a listing. */
    private static final int WORTH_IT = 50;
    private static final long PAUSE_MILLIS = 30_000;
    private static final String SEVERAL = "\0several";

    private final Reconcile reconcile;
    private final Clock clock;
    private final Duration freshness;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ObjectType, Index> indexes = new ConcurrentHashMap<>();
    private volatile long failedUntil;
    private volatile int expected;

    private record Index(List<String> paths, long until, Map<String, Map<String, String>> ids) {
    }

    /** @param failed the call that ended it; null when there is an index, or the listing does not add up, or none was made */
    private record Listing(@Nullable Index index, @Nullable Reply failed) {
        private static final Listing NONE = new Listing(null, null);
    }

    sealed interface Known {
        record Absent() implements Known {
        }

        record Present(String id, String by) implements Known {
        }

        /** @param failed the call that did not work, or null when none was made or what was listed does not tell */
        record Unknown(@Nullable Reply failed) implements Known {
        }
    }

    ReadAhead(Reconcile reconcile, Clock clock, Duration freshness) {
        this.reconcile = reconcile;
        this.clock = clock;
        this.freshness = freshness;
    }

    /** @param accounts that came lately for their first look-up in a bulk load */
    void expect(int accounts) {
        expected = accounts;
    }

    /**
     * @param anew whether the listing must be made now
     * @param optional whether the target could also be asked for each account
     */
    Known ask(Target target, ObjectType type, List<MatchKey> keys, Calls calls, boolean anew, boolean optional) {
        List<String> paths = keys.stream().map(k -> k.path().toLowerCase(Locale.ROOT)).toList();
        Index known = anew ? null : usable(type, paths);
        if (known == null) {
            if (optional && (!target.profile().listReadAhead() || expected < WORTH_IT || clock.millis() < failedUntil)) {
                return new Known.Unknown(null);
            }
            Listing listing = load(target, type, paths, calls, anew, optional);
            known = listing.index();
            if (known == null) {
                return new Known.Unknown(listing.failed());
            }
        }
        for (MatchKey key : keys) {
            Map<String, String> ids = known.ids().get(key.path().toLowerCase(Locale.ROOT));
            String id = ids == null ? null : ids.get(key.value().toLowerCase(Locale.ROOT));
            if (SEVERAL.equals(id)) {
                return new Known.Unknown(null);
            }
            if (id != null) {
                return new Known.Present(id, key.path());
            }
        }
        return new Known.Absent();
    }

    private @Nullable Index usable(ObjectType type, List<String> paths) {
        Index known = indexes.get(type);
        return known != null && known.until() > clock.millis() && known.paths().containsAll(paths) ? known : null;
    }

    private Listing load(Target target, ObjectType type, List<String> paths, Calls calls, boolean anew, boolean optional) {
        lock.lock();
        try {
            Index known = anew ? null : usable(type, paths);
            if (known != null || optional && clock.millis() < failedUntil) {
                return new Listing(known, null);
            }
            Listing listing = list(target, type, paths, calls, optional);
            if (listing.index() == null) {
                failedUntil = clock.millis() + PAUSE_MILLIS;
            } else {
                indexes.put(type, listing.index());
            }
            return listing;
        } finally {
            lock.unlock();
        }
    }

    private Listing list(Target target, ObjectType type, List<String> paths, Calls calls, boolean optional) {
        long until = clock.millis() + freshness.toMillis();
        Map<String, Map<String, String>> ids = new ConcurrentHashMap<>();
        paths.forEach(path -> ids.put(path, new ConcurrentHashMap<>()));
        Set<String> seen = new HashSet<>();
        List<String> attributes = attributes(paths);
        int count = Math.max(1, target.profile().pageSize());
        long total = -1;
        do {
            Reply page = calls.list(type, seen.size() + 1L, count, attributes);
            boolean tooMany = optional && page.total() / count > 2L * expected;
            boolean moved = total >= 0 && page.total() != total;
            if (!page.isDone()) {
                return new Listing(null, page);
            }
            if (tooMany || moved || page.resources().isEmpty() && page.total() != seen.size()) {
                return Listing.NONE;
            }
            total = page.total();
            for (Map<String, @Nullable Object> resource : page.resources()) {
                String id = Reply.idOf(resource);
                if (id == null || !seen.add(id)) {
                    return Listing.NONE;
                }
                note(ids, resource, id);
            }
        } while (seen.size() < total);
        return seen.size() == total ? new Listing(new Index(paths, until, ids), null) : Listing.NONE;
    }

    /** The names of the top-level attributes, each once: some servers refuse repetitions. */
    private static List<String> attributes(List<String> paths) {
        Set<String> names = new java.util.LinkedHashSet<>(List.of("id"));
        for (String path : paths) {
            if (path.contains(":")) {
                return List.of();
            }
            names.add(switch (path.split("[.\\[]")[0]) {
                case "username" -> "userName";
                case "externalid" -> "externalId";
                case "displayname" -> "displayName";
                case String other -> other;
            });
        }
        return List.copyOf(names);
    }

    private void note(Map<String, Map<String, String>> ids, Map<String, @Nullable Object> resource, String id) {
        ids.forEach((path, byValue) -> {
            Object value = reconcile.value(resource, path);
            if (value != null) {
                byValue.merge(String.valueOf(value).toLowerCase(Locale.ROOT), id, (a, b) -> a.equals(b) ? a : SEVERAL);
            }
        });
    }

    /** An account that Lockstep has just made. */
    void created(ObjectType type, Map<String, @Nullable Object> body, String id) {
        Index known = indexes.get(type);
        if (known != null) {
            note(known.ids(), body, id);
        }
    }

    void forget() {
        indexes.clear();
        failedUntil = 0;
    }
}
