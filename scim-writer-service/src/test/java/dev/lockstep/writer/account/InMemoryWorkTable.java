package dev.lockstep.writer.account;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Lane;
import dev.lockstep.writer.account.Row.Intent;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The work table in memory; passes the same contract as the real one. */
public class InMemoryWorkTable implements WorkTable {
    private final Map<String, Row> rows = new TreeMap<>();
    /** What a recheck lies over. */
    private final Map<String, Row.Wish> covered = new HashMap<>();

    @Override
    public synchronized Map<String, Row> read(Collection<String> keys) {
        Map<String, Row> found = new HashMap<>();
        keys.forEach(key -> Optional.ofNullable(rows.get(key)).ifPresent(row -> found.put(key, row)));
        return found;
    }

    @Override
    public synchronized Set<String> write(List<? extends RowWrite> writes) {
        Set<String> refused = new HashSet<>();
        for (RowWrite write : writes) {
            Row after = after(write, rows.get(write.key()));
            if (after == null) {
                refused.add(write.key());
            } else {
                rows.put(write.key(), uncovered(write, after));
            }
        }
        return refused;
    }

    /** A recheck lies over the desire until that is settled, or another one comes. */
    private Row uncovered(RowWrite write, Row after) {
        boolean over = switch (write) {
            case RowWrite.NewWish w -> {
                covered.remove(w.key());
                yield false;
            }
            case RowWrite.Settle s -> s.dueAt() >= Due.SETTLED && s.standing().state() != Row.State.HELD;
            case RowWrite.Rejected r -> true;
            default -> false;
        };
        Row.Wish plain = over ? covered.remove(write.key()) : null;
        return plain == null ? after : with(after, plain, after.intent(), after.doubt(), after.epoch(), after.dueAt(), after.standing(), after.progress(),
                after.sync(), after.facts());
    }

    private static boolean is(Row row, RowWrite.Seen seen) {
        return row.epoch() == seen.epoch() && java.util.Objects.equals(row.intent(), seen.intent());
    }

    private static boolean isQuiet(Row row, long version, String link) {
        return row.version() == version && !row.isOpen() && link.equals(row.standing().targetId());
    }

    private @Nullable Row after(RowWrite write, @Nullable Row row) {
        if (write instanceof RowWrite.Insert insert) {
            return row == null ? insert.row() : null;
        }
        if (row == null) {
            return null;
        }
        return switch (write) {
            case RowWrite.Insert insert -> throw new IllegalStateException("handled above");
            case RowWrite.NewWish w -> {
                boolean holds = row.version() == w.replaces() && is(row, w.seen()) && (w.claim() == null || row.epoch() <= w.claim().epoch())
                        && (w.clears() == null || row.intent() != null && row.intent().opId().equals(w.clears()));
                Intent intent = w.claim() != null ? w.claim().intent() : w.clears() != null ? null : row.intent();
                yield !holds ? null : new Row(row.key(), row.app(), row.objectId(), row.slot(), row.born(), w.wish(), w.wish().account().version(), intent,
                        w.doubt() != null ? w.doubt() : row.doubt(), row.permit(),
                        w.claim() != null ? w.claim().epoch() : row.epoch(), w.claim() != null ? w.claim().dueAt() : w.dueAt(), row.standing(),
                        w.progress() != null ? w.progress() : row.progress(), w.sync().id() != null ? w.sync() : row.sync(), row.facts(), w.superseded());
            }
            case RowWrite.Claim c -> row.version() != c.version() || row.epoch() > c.epoch() || !is(row, c.seen()) ? null
                    : with(row, row.wish(), c.intent(), row.doubt(), c.epoch(), c.dueAt(), row.standing(), row.progress(), row.sync(), row.facts());
            case RowWrite.Learned l -> !held(row, l.opId(), l.epoch()) ? null
                    : with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), row.dueAt(), new Standing(row.standing().state(), l.targetId(), l.applied(),
                            row.standing().settledVersion(), row.standing().waitsFor(), row.standing().lastError(), row.standing().updatedAt(),
                            row.standing().failingSince(), row.standing().waitingSince()), row.progress(), row.sync(), row.facts());
            case RowWrite.Settle s -> !held(row, s.opId(), s.epoch()) || !s.newerWaits() && row.version() != s.version() ? null
                    : with(row, row.wish(), null, s.doubt(), row.epoch(), s.dueAt(), s.standing(), s.progress(), s.sync().id() != null ? s.sync() : row.sync(), s.facts());
            case RowWrite.Release r -> !held(row, r.opId(), r.epoch()) || row.version() != r.version() || row.intent().startBy() != r.startBy() ? null
                    : with(row, row.wish(), null, row.doubt(), row.epoch(), r.dueAt(), row.standing(), r.progress(), row.sync(), row.facts());
            case RowWrite.Permitted p -> {
                Standing s = row.standing();
                Row pending = !isHeld(row, p.version()) ? null : with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), p.dueAt(),
                        new Standing(Row.State.PENDING, s.targetId(), s.applied(), s.settledVersion(), s.waitsFor(), null, s.updatedAt()), row.progress(), row.sync(), row.facts());
                yield pending == null ? null : new Row(pending.key(), pending.app(), pending.objectId(), pending.slot(), pending.born(), pending.wish(), pending.version(),
                        pending.intent(), pending.doubt(), new Row.Permit(p.version(), p.by()), pending.epoch(), pending.dueAt(), pending.standing(), pending.progress(),
                        pending.sync(), pending.facts(), pending.superseded());
            }
            case RowWrite.Rejected r -> !isHeld(row, r.version()) ? null : with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), row.dueAt(),
                    new Standing(Row.State.ACTIVE, row.standing().targetId(), row.standing().applied(), r.version(), row.standing().waitsFor(), r.why(), r.at()),
                    row.progress(), row.sync(), row.facts());
            case RowWrite.Again a -> {
                if (!isQuiet(row, a.version(), a.link()) || row.standing().state() == Row.State.HELD) {
                    yield null;
                }
                Row.Wish wish = covered.computeIfAbsent(a.key(), k -> Objects.requireNonNull(row.wish()));
                Standing s = row.standing();
                yield with(row, a.why().over(wish), row.intent(), row.doubt(), row.epoch(), a.dueAt(), !a.forget() ? s
                        : new Standing(s.state(), null, null, s.settledVersion(), s.waitsFor(), s.lastError(), s.updatedAt(), s.failingSince(), s.waitingSince()),
                        new Progress(a.part(), 0, 0, 0, !a.forget()), row.sync(), row.facts());
            }
            case RowWrite.Reread r -> !isQuiet(row, r.version(), r.link()) || row.standing().state() == Row.State.HELD ? null
                    : with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), r.dueAt(), row.standing(), new Progress(r.part(), 0, 0, 0, true), row.sync(), row.facts());
            case RowWrite.Accepted a -> !isQuiet(row, a.version(), a.link()) ? null
                    : with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), row.dueAt(), new Standing(row.standing().state(), a.link(), a.applied(),
                            row.standing().settledVersion(), row.standing().waitsFor(), row.standing().lastError(), row.standing().updatedAt()),
                            row.progress(), row.sync(), row.facts());
            case RowWrite.Unlinked u -> !isQuiet(row, u.version(), u.link()) ? null
                    : with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), row.dueAt(), new Standing(Row.State.OUT_OF_SCOPE, null, null,
                            row.standing().settledVersion(), List.of(), row.standing().lastError(), u.at()), row.progress(), row.sync(), row.facts());
            case RowWrite.Bury b -> row.version() != b.version() || row.isOpen() ? null
                    : new Row(row.key(), row.app(), row.objectId(), row.slot(), row.born(), null, row.version(), null, null, null, row.epoch(), row.dueAt(),
                            new Standing(Row.State.DELETED, null, null, row.standing().settledVersion(), row.standing().waitsFor(), null, row.standing().updatedAt()),
                            row.progress(), row.sync(), List.of(), List.of());
        };
    }

    private static boolean isHeld(Row row, long version) {
        return row.version() == version && row.standing().state() == Row.State.HELD;
    }

    private static boolean held(Row row, String opId, long epoch) {
        return row.intent() != null && row.intent().opId().equals(opId) && row.epoch() == epoch;
    }

    private static Row with(Row row, Row.@Nullable Wish wish, @Nullable Intent intent, Row.@Nullable Doubt doubt, long epoch, long dueAt, Standing standing,
            Progress progress, Row.Sync sync, List<StoredFact> facts) {
        return new Row(row.key(), row.app(), row.objectId(), row.slot(), row.born(), wish, row.version(), intent, doubt, row.permit(), epoch, dueAt, standing, progress, sync,
                facts, row.superseded());
    }

    private static Row due(Row row, long dueAt) {
        return with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), dueAt, row.standing(), row.progress(), row.sync(), row.facts());
    }

    private List<Row> all(Predicate<Row> which) {
        return rows.values().stream().filter(which).toList();
    }

    @Override
    public synchronized List<Row> due(Collection<Integer> slots, long now, int limit) {
        return all(r -> slots.contains(r.slot()) && r.dueAt() <= now).stream().sorted(Comparator.comparingLong(Row::dueAt)).limit(limit).toList();
    }

    @Override
    public synchronized boolean anyParked(Collection<Integer> slots) {
        return !all(r -> slots.contains(r.slot()) && r.dueAt() >= Due.PARKED && r.dueAt() < Due.SETTLED).isEmpty();
    }

    @Override
    public synchronized List<Row> parked(String app, Collection<Integer> slots, int limit) {
        return all(r -> r.app().equals(app) && slots.contains(r.slot()) && r.dueAt() >= Due.PARKED && r.dueAt() < Due.SETTLED).stream()
                .sorted(Comparator.comparingLong(Row::dueAt)).limit(limit).toList();
    }

    @Override
    public synchronized void park(String app, Collection<Integer> slots, long now, boolean butOnDemand) {
        for (Row row : all(r -> r.app().equals(app) && slots.contains(r.slot()) && r.dueAt() <= now)) {
            if (!butOnDemand || row.wish() == null || row.wish().account().lane() != Lane.ON_DEMAND) {
                rows.put(row.key(), due(row, Due.PARKED));
            }
        }
    }

    @Override
    public synchronized List<Row> waiting(@Nullable String app, @Nullable Place after, int limit) {
        Comparator<Row> order = Comparator.<Row>comparingLong(r -> r.standing().waitingSince()).thenComparing(Row::key);
        return all(r -> r.standing().waits() && (app == null || r.app().equals(app)) && (after == null
                || r.standing().waitingSince() > after.since() || r.standing().waitingSince() == after.since() && r.key().compareTo(after.key()) > 0))
                .stream().sorted(order).limit(limit).toList();
    }

    @Override
    public synchronized Set<String> awaited() {
        Set<String> awaited = new java.util.HashSet<>();
        all(row -> row.standing().waits()).forEach(row -> awaited.addAll(row.standing().waitsFor()));
        return awaited;
    }

    @Override
    public synchronized long wake(Collection<String> linked, long now) {
        List<Row> waiting = all(r -> !r.isOpen() && r.standing().waitsFor().stream().anyMatch(linked::contains));
        waiting.forEach(row -> rows.put(row.key(), due(row, now)));
        return waiting.size();
    }

    @Override
    public synchronized long wakeMembers(Collection<String> groups, long now) {
        List<Row> members = all(r -> !r.isOpen() && r.standing().state() != Row.State.DELETED && groups.stream().anyMatch(group -> r.key().startsWith(group + "/")));
        members.forEach(row -> rows.put(row.key(), due(row, now)));
        return members.size();
    }

    private static ObjectType type(Row row) {
        return row.wish() == null ? ObjectType.USER : row.wish().account().objectType();
    }

    @Override
    public synchronized Map<String, String> links(Collection<String> keys) {
        Map<String, String> links = new HashMap<>();
        read(keys).forEach((key, row) -> Optional.ofNullable(row.standing().targetId()).ifPresent(id -> links.put(key, id)));
        return links;
    }

    @Override
    public synchronized Optional<String> linkedTo(String app, ObjectType type, String targetId) {
        return all(r -> r.app().equals(app) && type(r) == type && targetId.equals(r.standing().targetId())).stream().map(Row::key).findFirst();
    }

    @Override
    public synchronized Map<String, Row> holders(String app, Collection<String> targetIds) {
        Map<String, Row> holders = new HashMap<>();
        all(r -> r.app().equals(app) && r.standing().targetId() != null && type(r) == ObjectType.USER && targetIds.contains(r.standing().targetId()))
                .forEach(r -> holders.put(r.standing().targetId(), r));
        return holders;
    }

    @Override
    public synchronized void unrelayed(int slot, long since, long before, Consumer<List<StoredFact>> found) {
        for (Row row : all(r -> r.slot() == slot && r.epoch() < before && (r.isOpen() || r.dueAt() >= Due.settled(since)))) {
            found.accept(Stream.concat(row.facts().stream(), row.superseded().stream()).toList());
        }
    }

    @Override
    public synchronized void fence(int slot, long epoch) {
        for (Row row : all(r -> r.slot() == slot && r.isOpen() && r.intent() != null && r.epoch() < epoch - 1)) {
            rows.put(row.key(), new Row(row.key(), row.app(), row.objectId(), row.slot(), row.born(), row.wish(), row.version(), row.intent(), row.doubt(), row.permit(),
                    epoch - 1, row.dueAt(), row.standing(), row.progress(), row.sync(), row.facts(), row.superseded()));
        }
    }

    @Override
    public synchronized List<Row> unburied(@Nullable String after, int limit) {
        return rows.values().stream().filter(row -> row.standing().state() == Row.State.DELETED && row.wish() != null)
                .filter(row -> after == null || row.key().compareTo(after) > 0).sorted(Comparator.comparing(Row::key)).limit(limit).toList();
    }

    @Override
    public synchronized List<Row> list(Listing l) {
        return all(r -> (l.app() == null || r.app().equals(l.app())) && (l.state() == null || r.standing().state() == l.state())
                && (l.after() == null || r.key().compareTo(l.after()) > 0) && (l.text() == null || matches(r, l.text()))).stream().limit(l.limit()).toList();
    }

    private static boolean matches(Row row, String text) {
        return row.objectId().equals(text)
                || row.wish() != null && row.wish().account().userName().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT));
    }

    @Override
    public synchronized List<Row> failing(Trouble t) {
        return all(r -> r.standing().lastError() != null && !r.standing().lastError().type().equals("hold")
                && (t.app() == null || r.app().equals(t.app())) && (t.type() == null || r.standing().lastError().type().equals(t.type()))
                && (t.code() == null || r.standing().lastError().code().equals(t.code())) && r.standing().updatedAt() >= t.since() && r.standing().updatedAt() < t.until()
                && (t.cause() == null || r.wish() != null && r.wish().account().causes().contains(t.cause()))
                && (t.user() == null || matches(r, t.user())) && (t.after() == null || r.key().compareTo(t.after()) > 0)).stream().limit(t.limit()).toList();
    }

    @Override
    public synchronized SyncCount syncCount(String app, String syncId) {
        List<Row> of = all(r -> r.app().equals(app) && Objects.equals(r.sync().id(), syncId));
        return new SyncCount(of.size(), of.stream().filter(r -> r.sync().settled()).count(), of.stream().filter(r -> r.sync().settled() && r.sync().failed()).count());
    }

    @Override
    public synchronized long countIn(String app, Row.State state) {
        return all(r -> r.app().equals(app) && r.standing().state() == state
                && (state != Row.State.WAITING_FOR_REFERENCE || type(r) != ObjectType.MEMBERSHIP)).size();
    }

    @Override
    public synchronized Backlog backlog(String app) {
        List<Row> open = all(r -> r.app().equals(app) && r.isOpen());
        long retrying = open.stream().filter(r -> r.progress().attempts() > 0).count();
        return new Backlog(open.size() - retrying, retrying);
    }

    @Override
    public synchronized void removeApp(String app) {
        rows.keySet().removeIf(key -> key.startsWith(app + "/"));
    }

    @Override
    public synchronized void forgetLinks(String app) {
        for (Row row : all(r -> r.app().equals(app))) {
            Standing s = row.standing();
            rows.put(row.key(), with(row, row.wish(), row.intent(), row.doubt(), row.epoch(), row.dueAt(),
                    new Standing(s.state(), null, null, s.settledVersion(), List.of(), s.lastError(), s.updatedAt()), row.progress(), row.sync(), row.facts()));
        }
    }
}
