package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Slots;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.account.Row.Wish;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.account.WorkTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Takes a batch of desires into the work table with one write per account, and claims with the same write what this replica
 * can start. Returning means that everything is stored.
 */
final class Intake {
    private static final int TRIES = 20;

    private final WorkTable table;
    private final Ownership ownership;
    private final Lanes lanes;
    private final Claims claims;
    private final Relay relay;
    private final Links links;
    private final Requests requests;
    private final Clock clock;
    private final Runnable wantsMore;

    Intake(WorkTable table, Ownership ownership, Lanes lanes, Claims claims, Relay relay, Links links, Requests requests, Clock clock, Runnable wantsMore) {
        this.table = table;
        this.ownership = ownership;
        this.lanes = lanes;
        this.claims = claims;
        this.relay = relay;
        this.links = links;
        this.requests = requests;
        this.clock = clock;
        this.wantsMore = wantsMore;
    }

    void take(List<Wish> batch) {
        Map<String, List<Wish>> byKey = new LinkedHashMap<>();
        for (Wish wish : batch) {
            byKey.computeIfAbsent(wish.account().key(), key -> new ArrayList<>(1)).add(wish);
        }
        for (Wish wish : batch) {
            DesiredAccount desired = wish.account();
            if (desired.requestId() != null && desired.lane() == Lane.ON_DEMAND) {
                requests.accepted(desired.app(), desired.requestId(), desired.key());
            }
        }
        links.learn(byKey.values().stream().map(wishes -> wishes.getLast().account()).toList(), table);
        Set<String> open = byKey.keySet();
        for (int i = 0; !open.isEmpty(); i++) {
            if (i == TRIES) {
                // Nothing is wrong with any of them: the batch comes again.
                throw new OptimisticLockingFailureException("rows kept changing while a batch was stored");
            }
            lanes.claiming().lock();
            try {
                open = store(open, byKey);
            } finally {
                lanes.claiming().unlock();
            }
        }
    }

    /** One write of the batch, and what goes with it. */
    private static final class Plan {
        final List<RowWrite> writes = new ArrayList<>();
        final Map<String, Work> claimed = new HashMap<>();
        final Map<String, List<Relay.Fact>> facts = new HashMap<>();
        /** Stored by earlier owners, whatever becomes of this write. */
        final List<Relay.Fact> left = new ArrayList<>();
        final Map<String, Integer> places = new HashMap<>();
        final Set<String> parkedApps = new HashSet<>();
    }

    /** @return the keys whose rows changed meanwhile */
    private Set<String> store(Set<String> keys, Map<String, List<Wish>> byKey) {
        Map<String, Work> underWay = new HashMap<>();
        for (String key : keys) {
            Work work = lanes.active(key);
            // Work that has not started gives way; work that has is told when the newer desire is stored.
            if (work != null && newest(byKey.get(key)).account().version() > work.row().version() && !work.replace() && work.isUnderWay()) {
                underWay.put(key, work);
            }
        }
        Map<String, Row> rows = table.read(keys);
        Plan plan = new Plan();
        long now = relay.mark(clock);
        try {
            for (String key : keys) {
                plan(plan, key, byKey.get(key), rows.get(key), underWay.get(key), now);
            }
            plan.facts.values().forEach(facts -> facts.forEach(fact -> relay.begin(fact.stored())));
        } finally {
            relay.marked(now);
        }
        relay.publish(plan.left);
        Set<String> refused = table.write(plan.writes);
        underWay.forEach((key, work) -> {
            if (!refused.contains(key)) {
                work.newerIsStored(newest(byKey.get(key)).account().version());
            }
        });
        finish(plan, refused);
        return refused;
    }

    private static Wish newest(@Nullable List<Wish> wishes) {
        Wish newest = null;
        for (Wish wish : java.util.Objects.requireNonNull(wishes)) {
            newest = newest == null || wish.account().version() > newest.account().version() ? wish : newest;
        }
        return java.util.Objects.requireNonNull(newest);
    }

    private void plan(Plan plan, String key, @Nullable List<Wish> wishes, @Nullable Row row, @Nullable Work underWay, long now) {
        Wish wish = newest(wishes);
        DesiredAccount desired = wish.account();
        if (row != null && desired.version() <= row.version()) {
            // Stored before, but perhaps the answer was lost and with it what follows.
            plan.left.addAll(relay.inherit(row.superseded(), key, ownership.relayedUpTo(row.slot())));
            return;
        }
        long born = row == null ? now : row.born();
        List<Relay.Fact> facts = new ArrayList<>();
        for (Wish older : java.util.Objects.requireNonNull(wishes)) {
            if (older != wish && older.account().version() < desired.version() && (row == null || older.account().version() > row.version())) {
                facts.add(superseded(older.account(), OperationIds.of(key, born, older.account().version(), 0), key, 0, desired.version(), now));
            }
        }
        if (row == null) {
            Row fresh = new Row(key, desired.app(), desired.objectId(), Slots.slot(desired.slotKey()), now, wish, desired.version(), null, null, null, 0, now,
                    Standing.NEW, Progress.NONE, sync(Sync.NONE, desired), List.of(), stored(facts));
            RowWrite.Claim claim = claim(plan, fresh, now);
            plan.writes.add(new RowWrite.Insert(claim == null ? due(plan, fresh, now) : Claims.work(fresh, claim).row()));
            if (claim != null) {
                plan.claimed.put(key, Claims.work(fresh, claim));
            }
        } else {
            replace(plan, key, wish, row, underWay, facts, now);
        }
        if (!facts.isEmpty()) {
            plan.facts.put(key, facts);
        }
    }

    private void replace(Plan plan, String key, Wish wish, Row row, @Nullable Work underWay, List<Relay.Fact> facts, long now) {
        DesiredAccount desired = wish.account();
        boolean unsettled = row.wish() != null && row.standing().settledVersion() < row.version();
        boolean underWayItself = underWay != null && underWay.row().version() == row.version();
        // Its end is stored, and said nothing of a newer desire.
        boolean over = underWay != null && row.intent() == null;
        // Who only clears up what an earlier one did has called nothing for its own desire, and may die before it says so.
        boolean itsOwnEndComes = underWayItself && !over && row.doubt() == null;
        Work replaced = lanes.active(key);
        // The claim must be its own: another owner's of the same operation looks the same, and may be under way.
        boolean gaveWay = replaced != null && replaced.isReplaced() && replaced.epoch() == row.epoch() && replaced.intent().equals(row.intent());
        boolean lost = row.intent() != null && underWay == null && !gaveWay;
        Progress before = gaveWay && replaced.row().version() == row.version() ? replaced.row().progress() : row.progress();
        Row.Doubt doubt = row.doubt() != null ? null : doubt(row, before, underWay, lost);
        // What may have happened gets its place in the record when that is known.
        if (unsettled && !itsOwnEndComes && doubt == null) {
            String opId = underWayItself ? underWay.intent().opId() : OperationIds.of(key, row.born(), row.version(), 0);
            facts.add(superseded(row.wish().account(), opId, key, row.progress().attempts(), desired.version(), now));
        }
        Sync sync = sync(row.sync(), desired);
        if (underWay != null && !over || lost) {
            // Under way here, or perhaps still by a former owner: the row comes up again when that is over.
            plan.writes.add(new RowWrite.NewWish(key, row.version(), RowWrite.Seen.of(row), wish, lost ? row.dueAt() : now, null, null, null, doubt, sync,
                    superseded(row, facts)));
            return;
        }
        // A doubt about an earlier create stays until it is cleared up.
        Progress progress = new Progress(0, 0, before.doubtSince(), before.looks(), before.mustRead());
        Row next = new Row(key, row.app(), row.objectId(), row.slot(), row.born(), wish, desired.version(), null,
                doubt != null ? doubt : row.doubt(), null, row.epoch(), now, row.standing(), progress, sync, row.facts(), row.superseded());
        RowWrite.Claim claim = claim(plan, next, now);
        if (claim != null) {
            plan.left.addAll(claims.inherit(row, relay));
        }
        List<StoredFact> superseded = superseded(row, facts);
        String clears = row.intent() == null ? null : row.intent().opId();
        if (claim == null) {
            plan.writes.add(new RowWrite.NewWish(key, row.version(), RowWrite.Seen.of(row), wish, due(plan, next, now).dueAt(), null, progress, clears, doubt, sync, superseded));
        } else {
            plan.writes.add(new RowWrite.NewWish(key, row.version(), RowWrite.Seen.of(row), wish, claim.dueAt(), claim, progress, clears, doubt, sync, superseded));
            plan.claimed.put(key, Claims.work(next, claim));
        }
    }

    /** Facts of this kind that are not on the topic yet are kept. */
    private List<StoredFact> superseded(Row row, List<Relay.Fact> more) {
        return Stream.concat(row.superseded().stream().filter(fact -> relay.keeps(fact, row.slot())), more.stream().map(Relay.Fact::stored)).toList();
    }

    /** What the desire that is being replaced may have done without anybody seeing the answer. */
    private static Row.@Nullable Doubt doubt(Row row, Progress progress, @Nullable Work underWay, boolean lost) {
        if (row.wish() == null) {
            return null;
        }
        if (row.intent() != null && (underWay != null || lost)) {
            return new Row.Doubt(row.wish(), row.intent().opId());
        }
        return progress.mustRead() || progress.inDoubt()
                ? new Row.Doubt(row.wish(), OperationIds.of(row.key(), row.born(), row.version(), progress.part())) : null;
    }

    private RowWrite.@Nullable Claim claim(Plan plan, Row row, long now) {
        AppLane lane = lanes.lane(row.app());
        if (lane == null || !isMine(row) || !lane.admits(java.util.Objects.requireNonNull(row.wish()).account())) {
            return null;
        }
        DesiredAccount desired = java.util.Objects.requireNonNull(row.wish()).account();
        int place = AppLane.place(plan.places, desired);
        return lane.hasRoom(desired, place) ? claims.claim(row, lane.startBy(place, now)) : null;
    }

    /** An owner that has lost its slot, and does not know yet, sees it by the row. */
    private boolean isMine(Row row) {
        return ownership.owns(row.slot()) && row.epoch() <= ownership.epoch(row.slot());
    }

    /** Not claimed: it waits in the order of urgency for room in its lane, and for another owner it is due. */
    private Row due(Plan plan, Row row, long now) {
        plan.parkedApps.add(row.app());
        long due = isMine(row) ? Due.parked(Urgency.of(java.util.Objects.requireNonNull(row.wish()).account()).ordinal(), now) : now;
        return new Row(row.key(), row.app(), row.objectId(), row.slot(), row.born(), row.wish(), row.version(), null, row.doubt(), row.permit(), row.epoch(),
                due, row.standing(), row.progress(), row.sync(), row.facts(), row.superseded());
    }

    private static Sync sync(Sync before, DesiredAccount desired) {
        return desired.syncId() == null || desired.syncId().equals(before.id()) ? before : new Sync(desired.syncId(), false, false);
    }

    private static Relay.Fact superseded(DesiredAccount old, String opId, String key, int attempts, long by, long now) {
        AccountOutcome outcome = Outcomes.superseded(old, opId, by, null, attempts, java.time.Instant.ofEpochMilli(now));
        var envelope = Codec.envelope(outcome.factId(), "writer", key, java.time.Instant.ofEpochMilli(now), outcome);
        return new Relay.Fact(new StoredFact(outcome.factId(), now, Codec.encode(envelope)), envelope, key);
    }

    private static List<StoredFact> stored(List<Relay.Fact> facts) {
        return facts.stream().map(Relay.Fact::stored).toList();
    }

    private void finish(Plan plan, Set<String> refused) {
        List<Relay.Fact> facts = new ArrayList<>();
        plan.facts.forEach((key, ofKey) -> {
            if (refused.contains(key)) {
                ofKey.forEach(fact -> relay.cancel(fact.stored()));
            } else {
                facts.addAll(ofKey);
            }
        });
        relay.publish(facts);
        Map<String, List<Work>> byApp = new HashMap<>();
        plan.claimed.forEach((key, work) -> {
            if (!refused.contains(key)) {
                lanes.activate(work);
                byApp.computeIfAbsent(work.row().app(), app -> new ArrayList<>()).add(work);
            }
        });
        byApp.forEach((app, works) -> {
            AppLane lane = lanes.lane(app);
            if (lane != null) {
                lane.offer(works);
            }
        });
        for (String app : plan.parkedApps) {
            AppLane lane = lanes.lane(app);
            if (lane != null) {
                lane.parked();
                wantsMore.run();
            }
        }
    }
}
