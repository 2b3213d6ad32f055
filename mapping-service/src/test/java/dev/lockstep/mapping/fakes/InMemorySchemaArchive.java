package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.schema.SchemaArchive;
import dev.lockstep.mapping.schema.SchemaVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Schema versions in memory; proven by the contract of the real store. */
public final class InMemorySchemaArchive implements SchemaArchive {
    private final Map<String, NavigableMap<Long, SchemaVersion>> versions = new HashMap<>();

    private NavigableMap<Long, SchemaVersion> of(String app) {
        return versions.computeIfAbsent(app, id -> new TreeMap<>());
    }

    @Override
    public void keep(SchemaVersion version) {
        of(version.app()).put(version.stamp().number(), version);
    }

    @Override
    public Optional<SchemaVersion> version(String app, long number) {
        return Optional.ofNullable(of(app).get(number));
    }

    @Override
    public List<SchemaStamp> page(String app, long below, int limit) {
        return of(app).headMap(below, false).descendingMap().values().stream().limit(limit).map(SchemaVersion::stamp).toList();
    }

    @Override
    public void forget(String app, long upTo) {
        of(app).headMap(upTo, true).clear();
    }
}
