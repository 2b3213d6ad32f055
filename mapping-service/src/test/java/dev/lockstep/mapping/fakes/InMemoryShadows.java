package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.shadow.ShadowStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shadow runs in memory; proven by the contract of the real store. */
public final class InMemoryShadows implements ShadowStore {
    private record Held(Run run, @Nullable String owner, Instant until) {
    }

    private final Map<String, Held> runs = new TreeMap<>();
    private final Map<String, TreeMap<String, Entry>> entries = new HashMap<>();

    private TreeMap<String, Entry> entries(String run) {
        return entries.computeIfAbsent(run, id -> new TreeMap<>());
    }

    @Override
    public void begin(Run run) {
        runs.putIfAbsent(run.id(), new Held(run, null, Instant.EPOCH));
    }

    @Override
    public Optional<Run> run(String id) {
        return Optional.ofNullable(runs.get(id)).map(Held::run);
    }

    @Override
    public List<Run> open(Collection<String> ids) {
        return all().stream().filter(run -> ids.contains(run.id()) && run.dissolvedAt() == null).toList();
    }

    @Override
    public List<Run> all() {
        return runs.values().stream().map(Held::run).toList();
    }

    private boolean walking(String id) {
        Held held = runs.get(id);
        return held != null && held.run().endedAt() == null && held.run().dissolvedAt() == null;
    }

    private boolean holds(String id, String owner) {
        return walking(id) && owner.equals(runs.get(id).owner());
    }

    @Override
    public boolean claim(String id, String owner, Instant now, Instant until) {
        if (!walking(id) || !holds(id, owner) && !runs.get(id).until().isBefore(now)) {
            return false;
        }
        runs.put(id, new Held(runs.get(id).run(), owner, until));
        return true;
    }

    @Override
    public boolean advance(String id, String owner, String cursor, long walked, Instant until) {
        if (!holds(id, owner)) {
            return false;
        }
        Run r = runs.get(id).run();
        runs.put(id, new Held(new Run(r.id(), r.app(), r.startedAt(), cursor, walked, null, r.live(), r.marks(), null), owner, until));
        return true;
    }

    @Override
    public boolean end(String id, String owner, long walked, Instant at) {
        if (!holds(id, owner)) {
            return false;
        }
        Run r = runs.get(id).run();
        runs.put(id, new Held(new Run(r.id(), r.app(), r.startedAt(), r.cursor(), walked, at, r.live(), r.marks(), null), owner, at));
        return true;
    }

    @Override
    public Map<String, String> stamps(String run, Collection<String> objects) {
        Map<String, String> stamps = new HashMap<>();
        objects.stream().filter(entries(run)::containsKey).forEach(object -> stamps.put(object, entries(run).get(object).stamp()));
        return stamps;
    }

    @Override
    public void walked(String run, Collection<Step> steps) {
        mark(run, steps.stream().map(Step::entry).toList(), 0);
        for (Step step : steps) {
            Entry stored = entries(run).get(step.entry().objectId());
            if (Objects.equals(stored == null ? null : stored.stamp(), step.seen())) {
                put(run, step.entry(), !step.entry().finding().isSame());
            }
        }
    }

    @Override
    public void changed(String run, Collection<Entry> changed, boolean walking) {
        mark(run, changed, changed.size());
        changed.forEach(entry -> put(run, entry, walking || !entry.finding().isSame()));
    }

    private void put(String run, Entry entry, boolean keep) {
        if (keep) {
            entries(run).put(entry.objectId(), entry);
        } else {
            entries(run).remove(entry.objectId());
        }
    }

    private void mark(String run, Collection<Entry> found, int live) {
        runs.computeIfPresent(run, (id, held) -> {
            Run r = held.run();
            Set<String> marks = new HashSet<>(r.marks());
            found.forEach(entry -> marks.addAll(entry.finding().marks()));
            return new Held(new Run(r.id(), r.app(), r.startedAt(), r.cursor(), r.walked(), r.endedAt(), r.live() + live, marks, r.dissolvedAt()),
                    held.owner(), held.until());
        });
    }

    private Stream<Entry> under(String run, String mark) {
        return entries(run).values().stream().filter(entry -> entry.finding().marks().contains(mark));
    }

    @Override
    public long count(String run, String mark) {
        return under(run, mark).count();
    }

    @Override
    public List<Entry> page(String run, String mark, @Nullable String after, int limit) {
        return under(run, mark).filter(entry -> after == null || entry.objectId().compareTo(after) > 0).limit(limit).toList();
    }

    @Override
    public void dissolve(String run, Instant at) {
        runs.computeIfPresent(run, (id, held) -> {
            Run r = held.run();
            return new Held(new Run(r.id(), r.app(), r.startedAt(), r.cursor(), r.walked(), r.endedAt(), r.live(), r.marks(), at), held.owner(), held.until());
        });
    }

    @Override
    public boolean clear(String run, int limit) {
        List<String> some = entries(run).keySet().stream().limit(limit).toList();
        some.forEach(entries(run)::remove);
        return !some.isEmpty();
    }

    @Override
    public void forget(String run) {
        runs.remove(run);
    }
}
