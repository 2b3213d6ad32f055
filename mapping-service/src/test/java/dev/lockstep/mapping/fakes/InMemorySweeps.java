package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.planning.SweepStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Walks in memory; proven by the contract of the real store. */
public final class InMemorySweeps implements SweepStore {
    private record Held(Sweep sweep, boolean cancelled, @Nullable String owner, Instant until) {
    }

    private final TreeMap<String, Held> sweeps = new TreeMap<>();
    private final Map<String, Integer> removals = new HashMap<>();

    @Override
    public void begin(Sweep sweep) {
        sweeps.putIfAbsent(sweep.id(), new Held(sweep, false, null, Instant.EPOCH));
    }

    @Override
    public Optional<Sweep> byId(String id) {
        return Optional.ofNullable(sweeps.get(id)).map(Held::sweep);
    }

    @Override
    public List<Sweep> claim(String owner, Instant now, Instant until) {
        List<Sweep> claimed = new ArrayList<>();
        sweeps.replaceAll((id, held) -> {
            if (held.cancelled() || held.sweep().ended() || !held.until().isBefore(now) && !owner.equals(held.owner())) {
                return held;
            }
            claimed.add(held.sweep());
            return new Held(held.sweep(), false, owner, until);
        });
        return claimed;
    }

    private boolean holds(String id, String owner) {
        Held held = sweeps.get(id);
        return held != null && !held.cancelled() && !held.sweep().ended() && owner.equals(held.owner());
    }

    @Override
    public boolean advance(String id, String owner, @Nullable String cursor, long total, Instant until) {
        if (!holds(id, owner)) {
            return false;
        }
        Sweep s = sweeps.get(id).sweep();
        sweeps.put(id, new Held(new Sweep(s.id(), s.app(), s.syncId(), s.initiator(), s.startedAt(), cursor, total, false, s.evaluated(),
                s.partitions(), s.markersSent()), false, owner, until));
        return true;
    }

    @Override
    public boolean end(String id, String owner, long total, int partitions) {
        if (!holds(id, owner)) {
            return false;
        }
        Sweep s = sweeps.get(id).sweep();
        sweeps.put(id, new Held(new Sweep(s.id(), s.app(), s.syncId(), s.initiator(), s.startedAt(), s.cursor(), total, true, s.evaluated(),
                Math.max(partitions, s.partitions()), s.markersSent()), false, owner, Instant.EPOCH));
        return true;
    }

    @Override
    public Optional<Sweep> evaluated(String id, int partition, int partitions) {
        Held held = sweeps.get(id);
        if (held == null || held.cancelled()) {
            return Optional.empty();
        }
        Sweep s = held.sweep();
        Set<Integer> evaluated = new HashSet<>(s.evaluated());
        evaluated.add(partition);
        Sweep next = new Sweep(s.id(), s.app(), s.syncId(), s.initiator(), s.startedAt(), s.cursor(), s.total(), s.ended(), evaluated,
                Math.max(partitions, s.partitions()), s.markersSent());
        sweeps.put(id, new Held(next, false, held.owner(), held.until()));
        return Optional.of(next);
    }

    @Override
    public void markersSent(String id) {
        sweeps.computeIfPresent(id, (key, held) -> {
            Sweep s = held.sweep();
            return new Held(new Sweep(s.id(), s.app(), s.syncId(), s.initiator(), s.startedAt(), s.cursor(), s.total(), s.ended(),
                    s.evaluated(), s.partitions(), true), held.cancelled(), held.owner(), held.until());
        });
    }

    @Override
    public void counted(String id, int count) {
        removals.put(id, count);
    }

    @Override
    public OptionalInt removals(String id) {
        Integer counted = removals.get(id);
        return counted == null ? OptionalInt.empty() : OptionalInt.of(counted);
    }

    @Override
    public long open() {
        return sweeps.values().stream().filter(held -> !held.cancelled() && !held.sweep().ended()).count();
    }

    @Override
    public void cancelOthers(String app, String keep, boolean syncsToo) {
        sweeps.replaceAll((id, held) -> {
            Sweep sweep = held.sweep();
            boolean other = sweep.app().equals(app) && !id.equals(keep) && (syncsToo || sweep.syncId() == null);
            if (!other) {
                return held;
            }
            Sweep over = new Sweep(sweep.id(), sweep.app(), sweep.syncId(), sweep.initiator(), sweep.startedAt(), sweep.cursor(),
                    sweep.total(), true, sweep.evaluated(), sweep.partitions(), sweep.markersSent());
            return new Held(over, true, held.owner(), held.until());
        });
    }
}
