package dev.lockstep.ingest.source;

import dev.lockstep.ingest.source.Source.Versions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sources that end with the test. */
public final class InMemorySources implements Sources {
    private final TreeMap<String, Source> sources = new TreeMap<>();
    private final Map<String, String> keys = new HashMap<>();

    @Override
    public synchronized boolean add(Source source, String keyHash) {
        if (sources.putIfAbsent(source.id(), source) != null) {
            return false;
        }
        keys.put(source.id(), keyHash);
        return true;
    }

    @Override
    public synchronized Optional<Source> find(String id) {
        return Optional.ofNullable(sources.get(id));
    }

    @Override
    public synchronized List<Source> list(@Nullable String after, int limit) {
        return sources.tailMap(after == null ? "" : after, false).values().stream().limit(limit).toList();
    }

    @Override
    public boolean change(String id, SourceSettings settings) {
        return update(id, source -> source.with(settings));
    }

    @Override
    public synchronized boolean rekey(String id, String keyHash, Instant at) {
        keys.replace(id, keyHash);
        return update(id, s -> new Source(id, s.settings(), s.versions(), s.createdAt(), at, s.lastUsedAt()));
    }

    @Override
    public synchronized boolean remove(String id) {
        keys.remove(id);
        return sources.remove(id) != null;
    }

    @Override
    public synchronized Optional<Source> byKey(String keyHash) {
        return keys.entrySet().stream().filter(key -> key.getValue().equals(keyHash)).findFirst().map(key -> sources.get(key.getKey()));
    }

    @Override
    public void used(String id, Instant at) {
        update(id, s -> new Source(id, s.settings(), s.versions(), s.createdAt(), s.keyIssuedAt(), at));
    }

    @Override
    public synchronized Versions settle(String id, Versions wanted) {
        update(id, source -> source.versions() == Versions.UNSETTLED ? source.with(wanted) : source);
        return find(id).map(Source::versions).orElse(wanted);
    }

    @Override
    public void unsettle(String id) {
        update(id, source -> source.with(Versions.UNSETTLED));
    }

    private synchronized boolean update(String id, UnaryOperator<Source> change) {
        return sources.computeIfPresent(id, (key, source) -> change.apply(source)) != null;
    }
}
