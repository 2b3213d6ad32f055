package dev.lockstep.ingest.leaver;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leavers that end with the test. */
public final class InMemoryHeldLeavers implements HeldLeavers {
    private final TreeMap<String, HeldLeaver> leavers = new TreeMap<>();
    private final Map<String, Held> snapshots = new HashMap<>();

    @Override
    public synchronized void replace(String source, String uploadId, long known, List<HeldLeaver> next, Instant now) {
        forget(source);
        next.forEach(leaver -> leavers.put(source + "/" + leaver.key(), leaver));
        snapshots.put(source, new Held(source, uploadId, 0, known, now, null));
    }

    @Override
    public synchronized List<HeldLeaver> page(@Nullable String source, @Nullable String after, int limit) {
        return leavers.entrySet().stream().filter(e -> source == null || e.getValue().source().equals(source))
                .filter(e -> after == null || e.getKey().compareTo(after) > 0).limit(limit).map(Map.Entry::getValue).toList();
    }

    @Override
    public synchronized List<HeldLeaver> find(String source, Collection<String> keys) {
        return leavers.values().stream().filter(l -> l.source().equals(source) && keys.contains(l.key())).toList();
    }

    @Override
    public synchronized Optional<Held> of(String source) {
        long held = leavers.values().stream().filter(l -> l.source().equals(source)).count();
        return Optional.ofNullable(snapshots.get(source)).filter(s -> held > 0)
                .map(s -> new Held(source, s.uploadId(), held, s.known(), s.since(), s.approval()));
    }

    @Override
    public synchronized void approve(String source, @Nullable Approval approval) {
        snapshots.computeIfPresent(source, (id, s) -> new Held(id, s.uploadId(), s.held(), s.known(), s.since(), approval));
    }

    @Override
    public synchronized void remove(String source, Collection<String> keys) {
        keys.forEach(key -> leavers.remove(source + "/" + key));
    }

    @Override
    public synchronized void forget(String source) {
        leavers.values().removeIf(l -> l.source().equals(source));
        snapshots.remove(source);
    }
}
