package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.replay.Item;
import dev.lockstep.mapping.replay.Item.Settled;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay;
import dev.lockstep.mapping.replay.Replay.Counts;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.State;
import dev.lockstep.mapping.replay.Replay.Wait;
import dev.lockstep.mapping.replay.ReplayStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replays in memory; proven by the contract of the real store. */
public final class InMemoryReplays implements ReplayStore {
    private record Held(Replay replay, boolean open, @Nullable String owner, Instant until) {
    }

    private record Stored(Item item, long rank) {
    }

    private final TreeMap<String, Held> replays = new TreeMap<>();
    private final Map<String, TreeMap<String, Stored>> items = new TreeMap<>();

    private static Replay with(Replay r, State state, Set<String> apps, @Nullable Instant startedAt, @Nullable Instant endedAt,
            @Nullable String cancelledBy, Counts counts, List<Wait> waits, int told, long touched) {
        return new Replay(r.id(), r.kind(), state, r.filter(), r.reason(), apps, r.perSecond(), r.by(), r.createdAt(), startedAt, endedAt,
                cancelledBy, counts, waits, told, touched);
    }

    private void change(String id, UnaryOperator<Held> change) {
        replays.computeIfPresent(id, (key, held) -> change.apply(held));
    }

    private boolean is(String id, State... states) {
        return replays.containsKey(id) && List.of(states).contains(replays.get(id).replay().state());
    }

    private TreeMap<String, Stored> items(String id) {
        return items.computeIfAbsent(id, key -> new TreeMap<>());
    }

    @Override
    public void open(Replay replay) {
        replays.put(replay.id(), new Held(replay, false, null, Instant.EPOCH));
    }

    @Override
    public Optional<Replay> byId(String id) {
        return Optional.ofNullable(replays.get(id)).map(Held::replay);
    }

    @Override
    public List<Replay> page(@Nullable String before, int limit) {
        return (before == null ? replays : replays.headMap(before, false)).descendingMap().values().stream().limit(limit).map(Held::replay).toList();
    }

    @Override
    public void add(String id, Collection<Wanted> wanted) {
        if (!is(id, State.COLLECTING)) {
            return;
        }
        Set<String> apps = new TreeSet<>(replays.get(id).replay().apps());
        for (Wanted w : wanted) {
            apps.add(w.app());
            Item fresh = new Item(w.app(), w.objectId(), w.failureId(), Item.State.WAITING, null, null, null);
            items(id).putIfAbsent(fresh.key(), new Stored(fresh, 0));
        }
        change(id, h -> new Held(with(h.replay(), h.replay().state(), apps, null, null, null, Counts.NONE, List.of(), 0, 0), h.open(), h.owner(), h.until()));
    }

    @Override
    public boolean begin(String id, Instant at) {
        if (!is(id, State.COLLECTING)) {
            return false;
        }
        Counts counts = new Counts(items(id).size(), 0, Map.of());
        change(id, h -> new Held(with(h.replay(), State.RUNNING, h.replay().apps(), at, null, null, counts, List.of(), 0, 0), true, h.owner(), h.until()));
        return true;
    }

    @Override
    public boolean cancel(String id, String by, Instant at) {
        if (!is(id, State.COLLECTING, State.RUNNING)) {
            return false;
        }
        change(id, h -> new Held(with(h.replay(), State.CANCELLED, h.replay().apps(), h.replay().startedAt(), at, by, h.replay().counts(),
                h.replay().waitsFor(), h.replay().told(), h.replay().touched()), true, h.owner(), h.until()));
        return true;
    }

    @Override
    public List<Replay> claim(String owner, Instant now, Instant until) {
        List<Replay> claimed = new ArrayList<>();
        replays.replaceAll((id, held) -> {
            if (!held.open() || !held.until().isBefore(now) && !owner.equals(held.owner())) {
                return held;
            }
            claimed.add(held.replay());
            return new Held(held.replay(), true, owner, until);
        });
        return claimed;
    }

    private Stream<Item> of(String id, String app, Item.State state) {
        return items(id).values().stream().map(Stored::item).filter(item -> item.app().equals(app) && item.state() == state);
    }

    @Override
    public List<Item> waiting(String id, String app, int limit) {
        return of(id, app, Item.State.WAITING).limit(limit).toList();
    }

    private void move(String id, Item item, Item.State from, Item.State to) {
        items(id).computeIfPresent(item.key(), (key, s) -> s.item().state() != from ? s : new Stored(new Item(s.item().app(), s.item().objectId(),
                s.item().failureId(), to, null, null, null), s.rank()));
    }

    @Override
    public void sent(String id, Collection<Item> sent) {
        sent.forEach(item -> move(id, item, Item.State.WAITING, Item.State.SENT));
    }

    @Override
    public long inFlight(String id, String app) {
        return of(id, app, Item.State.SENT).count();
    }

    @Override
    public void again(String id, String app) {
        of(id, app, Item.State.SENT).toList().forEach(item -> move(id, item, Item.State.SENT, Item.State.WAITING));
    }

    @Override
    public void settleApp(String id, String app, Result result, String code, Instant at) {
        items(id).replaceAll((key, s) -> !s.item().app().equals(app) || s.item().state() == Item.State.SETTLED ? s
                : new Stored(new Item(app, s.item().objectId(), s.item().failureId(), Item.State.SETTLED, result, code, at), s.rank()));
    }

    @Override
    public void settle(Collection<Settled> settled) {
        for (Settled one : settled) {
            Stored stored = items(one.replayId()).get(Item.key(one.app(), one.objectId()));
            if (stored != null && stored.rank() <= one.rank()) {
                items(one.replayId()).put(stored.item().key(), new Stored(new Item(one.app(), one.objectId(), stored.item().failureId(),
                        Item.State.SETTLED, one.result(), one.code(), one.at()), one.rank()));
                change(one.replayId(), h -> new Held(with(h.replay(), h.replay().state(), h.replay().apps(), h.replay().startedAt(), h.replay().endedAt(),
                        h.replay().cancelledBy(), h.replay().counts(), h.replay().waitsFor(), h.replay().told(), h.replay().touched() + 1), true,
                        h.owner(), h.until()));
            }
        }
    }

    @Override
    public Counts count(String id) {
        Map<Result, Long> results = new EnumMap<>(Result.class);
        long waiting = 0;
        for (Stored stored : items(id).values()) {
            if (stored.item().result() != null) {
                results.merge(stored.item().result(), 1L, Long::sum);
            }
            waiting += stored.item().state() == Item.State.WAITING ? 1 : 0;
        }
        return new Counts(items(id).size(), items(id).size() - waiting, results);
    }

    @Override
    public boolean progress(Replay as, String owner, Counts counts, List<Wait> waitsFor, @Nullable Instant endedAt) {
        Held held = replays.get(as.id());
        if (held == null || held.replay().state() != as.state() || !owner.equals(held.owner())) {
            return false;
        }
        change(as.id(), h -> new Held(with(h.replay(), endedAt == null ? as.state() : State.DONE, h.replay().apps(), h.replay().startedAt(),
                endedAt == null ? h.replay().endedAt() : endedAt, h.replay().cancelledBy(), counts, waitsFor, h.replay().told(), h.replay().touched()),
                h.open(), h.owner(), h.until()));
        return true;
    }

    @Override
    public void told(String id, int told) {
        change(id, h -> new Held(with(h.replay(), h.replay().state(), h.replay().apps(), h.replay().startedAt(), h.replay().endedAt(),
                h.replay().cancelledBy(), h.replay().counts(), h.replay().waitsFor(), told, h.replay().touched()), h.open(), h.owner(), h.until()));
    }

    @Override
    public void rest(Replay as) {
        change(as.id(), h -> is(as.id(), State.DONE, State.CANCELLED) && h.replay().touched() == as.touched()
                ? new Held(h.replay(), false, h.owner(), h.until()) : h);
    }

    @Override
    public List<Item> items(String id, @Nullable Result result, @Nullable String after, int limit) {
        return (after == null ? items(id) : items(id).tailMap(after, false)).values().stream().map(Stored::item)
                .filter(item -> result == null || item.result() == result).limit(limit).toList();
    }

    @Override
    public List<String> expired(Instant collectingBefore, Instant endedBefore, int limit) {
        return replays.values().stream().map(Held::replay).filter(r -> r.state() == State.COLLECTING ? r.createdAt().isBefore(collectingBefore)
                : r.endedAt() != null && r.endedAt().isBefore(endedBefore)).map(Replay::id).limit(limit).toList();
    }

    @Override
    public boolean clear(String id, int limit) {
        List<String> some = items(id).keySet().stream().limit(limit).toList();
        some.forEach(items(id)::remove);
        return !some.isEmpty();
    }

    @Override
    public void forget(String id) {
        replays.remove(id);
    }
}
