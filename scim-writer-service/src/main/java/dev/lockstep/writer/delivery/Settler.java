package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Slots;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.account.WorkTable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores how attempts ended, many at a time, each together with its fact; then publishes the facts. An attempt counts only
 * when its row took the write: a writer that lost its slot meanwhile is refused and says nothing.
 */
final class Settler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Settler.class);
    private static final int MOST = 500;
    private static final long GATHER_NANOS = 1_500_000;
    private static final long AGAIN_MILLIS = 500;
    /** After so many failures an initial sync no longer waits for the account. */
    private static final int SYNC_PATIENCE = 3;

    private final WorkTable table;
    private final Lanes lanes;
    private final Relay relay;
    private final Links links;
    private final Requests requests;
    private final Ownership ownership;
    private final Clock clock;
    private final Runnable wantsMore;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private sealed interface Item {
        record Ended(Work work, Ending ending, Instant startedAt, boolean newerWaits, long newer) implements Item {
        }

        record GivenBack(Work work, long dueAt) implements Item {
        }

        record Buried(String key, long version) implements Item {
        }
    }

    /** A write with what follows from it. */
    private record Planned(Item item, RowWrite write, List<Relay.Fact> facts, @Nullable AccountOutcome outcome) {
    }

    Settler(WorkTable table, Lanes lanes, Relay relay, Links links, Requests requests, Ownership ownership, Clock clock, Runnable wantsMore) {
        this.table = table;
        this.lanes = lanes;
        this.relay = relay;
        this.links = links;
        this.requests = requests;
        this.ownership = ownership;
        this.clock = clock;
        this.wantsMore = wantsMore;
        this.thread = Thread.ofPlatform().daemon().name("writer-settler").start(this::run);
    }

    void ended(Work work, Ending ending, Instant startedAt) {
        queue.add(new Item.Ended(work, ending, startedAt, false, 0));
    }

    /** @param dueAt 0 for "when its app has room" */
    void giveBack(List<Work> works, long dueAt) {
        works.forEach(work -> queue.add(new Item.GivenBack(work, dueAt)));
    }

    private void run() {
        List<Item> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                Item first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                LockSupport.parkNanos(GATHER_NANOS);
                queue.drainTo(batch, MOST - 1);
                flush(batch);
                batch.clear();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                // The store is away: what ended is not forgotten, the same writes are tried until they get through.
                log.atWarn().addKeyValue("rows", batch.size()).addKeyValue("fault", e.getClass().getName()).log("outcomes not stored, trying again");
                queue.addAll(batch);
                batch.clear();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS));
            }
        }
    }

    private void flush(List<Item> batch) {
        long now = relay.mark(clock);
        Map<String, Planned> planned;
        try {
            planned = plan(batch, now);
        } finally {
            relay.marked(now);
        }
        Set<String> refused;
        try {
            refused = table.write(planned.values().stream().map(Planned::write).toList());
        } catch (RuntimeException e) {
            // The write may have worked and only its answer be lost: its facts count as not relayed until the next try tells.
            batch.removeIf(queue::contains);
            throw e;
        }
        stored(planned, refused);
    }

    private Map<String, Planned> plan(List<Item> batch, long now) {
        Map<String, Planned> planned = new HashMap<>();
        for (Item item : batch) {
            if (item instanceof Item.Buried buried && relay.isUnscanned(Slots.slot(buried.key()))) {
                // Its row may hold the only copy of an earlier owner's fact.
                if (!closed) {
                    queue.add(item);
                }
                continue;
            }
            Planned plan = switch (item) {
                case Item.Ended ended -> ended(ended, now);
                case Item.GivenBack back -> new Planned(item, release(back.work(), back.dueAt(), now), List.of(), null);
                case Item.Buried buried -> new Planned(item, new RowWrite.Bury(buried.key(), buried.version()), List.of(), null);
            };
            // One write of a row at a time: a second one waits for the next batch.
            if (planned.putIfAbsent(plan.write().key(), plan) != null) {
                queue.add(item);
            } else {
                plan.facts().forEach(fact -> relay.begin(fact.stored()));
            }
        }
        return planned;
    }

    private void stored(Map<String, Planned> planned, Set<String> refused) {
        List<Relay.Fact> facts = new ArrayList<>();
        List<Planned> denied = new ArrayList<>();
        Set<String> linked = new HashSet<>();
        Map<String, List<String>> waiting = new HashMap<>();
        boolean more = false;
        for (Planned plan : planned.values()) {
            if (refused.contains(plan.write().key())) {
                denied.add(plan);
                continue;
            }
            facts.addAll(plan.facts());
            if (plan.item() instanceof Item.Ended ended) {
                more |= remember(ended, plan, linked, waiting);
            }
            if (plan.item() instanceof Item.GivenBack back) {
                lanes.over(back.work());
                laneParked(back.work());
                more = true;
            }
        }
        relay.publish(facts);
        denied.forEach(this::denied);
        if (wake(linked, waiting) || more) {
            wantsMore.run();
        }
    }

    private boolean remember(Item.Ended ended, Planned plan, Set<String> linked, Map<String, List<String>> waiting) {
        Work work = ended.work();
        boolean more = false;
        if (plan.write() instanceof RowWrite.Settle settle) {
            String id = settle.standing().targetId();
            if (id == null) {
                links.remove(work.key());
            } else if (!id.equals(work.row().standing().targetId())) {
                links.put(work.key(), id);
                linked.add(work.key());
            }
            if (!settle.standing().waitsFor().isEmpty()) {
                waiting.put(work.key(), settle.standing().waitsFor());
            }
            AppLane lane = lanes.lane(work.row().app());
            if (lane != null && ended.ending() instanceof Ending.Settled settled) {
                lane.settled(work.key(), settled.result() == Result.REFUSED || settled.result() == Result.GAVE_UP, work.desired().sourceAt().toEpochMilli());
            }
            more = settle.newerWaits() || ended.ending() instanceof Ending.Established || ended.ending() instanceof Ending.Recalled;
        } else {
            laneParked(work);
        }
        lanes.over(work);
        if (plan.outcome() != null && work.desired().requestId() != null && work.desired().lane() == Lane.ON_DEMAND) {
            requests.done(work.row().app(), work.desired().requestId(), plan.outcome());
        }
        return more;
    }

    private void laneParked(Work work) {
        AppLane lane = lanes.lane(work.row().app());
        if (lane != null) {
            lane.parked();
        }
    }

    /**
     * Accounts that wait for a link which is there now. Whoever waits stores that first and looks again then, and whoever
     * links stores that first and looks for those who wait then: so none is missed.
     */
    private boolean wake(Set<String> linked, Map<String, List<String>> waiting) {
        Set<String> there = new HashSet<>(linked);
        if (!waiting.isEmpty()) {
            Set<String> wanted = new HashSet<>();
            waiting.values().forEach(wanted::addAll);
            Map<String, String> found = table.links(wanted);
            found.forEach(links::put);
            there.addAll(found.keySet());
        }
        return !there.isEmpty() && table.wake(there, clock.millis()) > 0;
    }

    /** The guard did not hold: a newer desire came at the same moment, or the slot has another owner. */
    private void denied(Planned plan) {
        plan.facts().forEach(fact -> relay.cancel(fact.stored()));
        if (plan.item() instanceof Item.Ended ended) {
            Row row = table.read(List.of(ended.work().key())).get(ended.work().key());
            if (row != null && row.epoch() == ended.work().epoch() && !plan.facts().isEmpty()
                    && row.facts().stream().anyMatch(f -> f.id().equals(plan.facts().getFirst().stored().id()))) {
                // An earlier try of the same write had worked, only its answer was lost.
                plan.facts().forEach(fact -> relay.begin(fact.stored()));
                relay.publish(plan.facts());
                remember(ended, plan, new HashSet<>(), new HashMap<>());
                return;
            }
            boolean mine = row != null && row.intent() != null && row.intent().opId().equals(ended.work().intent().opId())
                    && row.epoch() == ended.work().epoch();
            if (mine && row.version() > ended.work().row().version()) {
                queue.add(new Item.Ended(ended.work(), ended.ending(), ended.startedAt(), true, row.version()));
                return;
            }
            log.atWarn().addKeyValue("account", ended.work().intent().opId()).addKeyValue("epoch", ended.work().epoch())
                    .log("outcome of a former owner refused");
            lanes.over(ended.work());
        } else if (plan.item() instanceof Item.GivenBack back) {
            lanes.over(back.work());
        }
    }

    private RowWrite release(Work work, long dueAt, long now) {
        long due = dueAt > 0 ? dueAt : ownership.owns(work.row().slot()) ? Due.parked(Urgency.of(work.desired()).ordinal(), now) : now;
        return new RowWrite.Release(work.key(), work.intent().opId(), work.epoch(), due, work.row().progress());
    }

    private Planned ended(Item.Ended item, long now) {
        Work work = item.work();
        long newer = Math.max(item.newer(), work.newer());
        boolean newerWaits = item.newerWaits() || newer > 0;
        Instant at = Instant.ofEpochMilli(now);
        return switch (item.ending()) {
            case Ending.Parked parked -> newerWaits
                    ? superseded(item, work, null, work.standing(), work.row().progress(), newer, now, at)
                    : new Planned(item, release(work, 0, now), List.of(), null);
            case Ending.Held held when newerWaits -> superseded(item, work, null, work.standing(), work.row().progress(), newer, now, at);
            case Ending.Held held -> {
                Standing before = work.standing();
                Standing standing = new Standing(State.HELD, before.targetId(), before.applied(), before.settledVersion(), before.waitsFor(),
                        Outcomes.failure(dev.lockstep.writer.fault.ErrorCode.REMOVAL_HELD, null), now);
                // When it is released it is the same operation, and what was doubtful is still read first.
                Progress progress = new Progress(work.row().progress().part(), 0, 0, 0, work.row().progress().mustRead());
                yield settle(item, work, false, standing, progress, null, new Sync(work.row().sync().id(), true, false), Due.settled(now),
                        List.of(Outcomes.held(work, held, item.startedAt(), at)), at);
            }
            case Ending.Established established -> {
                Standing before = work.row().standing();
                // The operation that follows reads the account: a lost call may have done more than is known.
                Standing standing = new Standing(before.state(), established.targetId(), established.applied(), before.settledVersion(), before.waitsFor(), null, now);
                Progress progress = newerWaits ? Progress.NONE : new Progress(work.row().progress().part() + 1, 0, 0, 0, true);
                yield settle(item, work, newerWaits, standing, progress, null, work.row().sync(), now,
                        List.of(Outcomes.established(work, established, item.startedAt(), at)), at);
            }
            case Ending.Recalled recalled -> recalled(item, work, recalled, newerWaits, newer, at);
            case Ending.Again again -> {
                Standing before = work.row().standing();
                Standing standing = new Standing(before.state() == State.PENDING ? State.PENDING : before.state(), again.targetId(), again.applied(),
                        before.settledVersion(), before.waitsFor(),
                        again.silent() && before.lastError() != null ? before.lastError() : Outcomes.failure(again.error(), at.plusMillis(again.waitMillis())), now);
                if (newerWaits) {
                    boolean doubtful = again.progress().mustRead() || again.progress().inDoubt();
                    yield superseded(item, work, again.error(), standing, again.progress(), newer, doubtful ? now + again.waitMillis() : now, at);
                }
                List<AccountOutcome> outcomes = again.silent() ? List.of() : List.of(Outcomes.retrying(work, again, item.startedAt(), at));
                Sync sync = again.progress().attempts() >= SYNC_PATIENCE ? new Sync(work.row().sync().id(), true, true) : work.row().sync();
                yield settle(item, work, false, standing, again.progress(), work.row().doubt(), sync, now + again.waitMillis(), outcomes, at);
            }
            case Ending.Settled settled -> {
                boolean failed = settled.result() == Result.REFUSED || settled.result() == Result.GAVE_UP;
                Standing standing = new Standing(settled.state(), settled.targetId(), settled.applied(), work.row().version(), settled.waitsFor(),
                        settled.error() == null ? null : Outcomes.failure(settled.error(), null), now);
                // References that are written later are operations of their own.
                Progress progress = newerWaits ? Progress.NONE
                        : new Progress(work.row().progress().part() + (settled.waitsFor().isEmpty() ? 0 : 1), 0, 0, 0, false);
                List<AccountOutcome> outcomes = isQuietReference(work, settled) ? List.of() : List.of(Outcomes.settled(work, settled, item.startedAt(), at));
                yield settle(item, work, newerWaits, standing, progress, work.row().doubt(), new Sync(work.row().sync().id(), true, failed),
                        newerWaits ? now : Due.settled(now), outcomes, at);
            }
        };
    }

    /** A row that came up for its references and found them missing still: nothing happened that anybody wants to read. */
    private static boolean isQuietReference(Work work, Ending.Settled settled) {
        return work.row().progress().part() > 0 && settled.result() == Result.UNCHANGED && work.desired().requestId() == null;
    }

    /** Given up for a newer desire. What may have happened all the same stays in doubt, and gets its place in the record when that is known. */
    private Planned superseded(Item.Ended item, Work work, dev.lockstep.writer.fault.@Nullable ErrorCode error, Standing standing, Progress progress,
            long newer, long dueAt, Instant now) {
        Row row = work.row();
        boolean inDoubt = row.doubt() == null && (progress.mustRead() || progress.inDoubt());
        Row.Doubt doubt = inDoubt ? new Row.Doubt(java.util.Objects.requireNonNull(row.wish()), work.intent().opId()) : row.doubt();
        List<AccountOutcome> outcomes = inDoubt ? List.of()
                : List.of(Outcomes.superseded(work.desired(), work.intent().opId(), newer, error, row.progress().attempts(), now));
        Progress carried = new Progress(0, 0, progress.doubtSince(), progress.looks(), progress.mustRead());
        return settle(item, work, true, standing, carried, doubt, row.sync(), dueAt, outcomes, now);
    }

    private Planned recalled(Item.Ended item, Work work, Ending.Recalled ending, boolean newerWaits, long newer, Instant now) {
        Row row = work.row();
        Row.Doubt doubt = java.util.Objects.requireNonNull(row.doubt());
        List<AccountOutcome> outcomes = new ArrayList<>();
        if (ending.action() != null) {
            outcomes.add(Outcomes.recalled(doubt, ending, ending.action(), row.progress().attempts(), item.startedAt(), now));
        } else if (row.standing().settledVersion() < doubt.version()) {
            outcomes.add(Outcomes.superseded(doubt.wish().account(), doubt.opId(), row.version(), null, row.progress().attempts(), now));
        }
        if (newerWaits) {
            outcomes.add(Outcomes.superseded(work.desired(), work.intent().opId(), newer, null, row.progress().attempts(), now));
        }
        Standing before = row.standing();
        Standing standing = new Standing(before.state(), ending.targetId(), ending.applied(), Math.max(before.settledVersion(), doubt.version()),
                before.waitsFor(), before.lastError(), now.toEpochMilli());
        return settle(item, work, newerWaits, standing, ending.progress(), null, row.sync(), now.toEpochMilli(), outcomes, now);
    }

    private Planned settle(Item.Ended item, Work work, boolean newerWaits, Standing standing, Progress progress, Row.@Nullable Doubt doubt, Sync sync,
            long dueAt, List<AccountOutcome> outcomes, Instant now) {
        List<StoredFact> stored = new ArrayList<>(work.row().facts().stream().filter(fact -> relay.keeps(fact, work.row().slot())).toList());
        List<Relay.Fact> facts = new ArrayList<>();
        for (AccountOutcome outcome : outcomes) {
            var envelope = Codec.envelope(outcome.factId(), "writer", work.key(), now, outcome);
            StoredFact one = new StoredFact(outcome.factId(), now.toEpochMilli(), Codec.encode(envelope));
            boolean bury = !newerWaits && item.ending() instanceof Ending.Settled && work.desired().state() == DesiredAccount.State.DELETED
                    && outcome.result() != Result.REFUSED && outcome.result() != Result.GAVE_UP;
            facts.add(bury ? new Relay.Fact(one, envelope, work.key(), () -> queue.add(new Item.Buried(work.key(), work.row().version())))
                    : new Relay.Fact(one, envelope, work.key()));
            stored.add(one);
        }
        // The newer desire brought its own sync, or keeps the one that waits.
        Sync kept = newerWaits ? Sync.NONE : sync;
        AccountOutcome last = item.ending() instanceof Ending.Recalled || outcomes.isEmpty() ? null : outcomes.getLast();
        return new Planned(item, new RowWrite.Settle(work.key(), work.intent().opId(), work.epoch(), work.row().version(), newerWaits,
                work.intent().opId() + "/" + work.row().progress().attempts() + "/" + now.toEpochMilli(), dueAt, standing.after(work.standing()),
                progress, doubt, kept, stored),
                facts, last);
    }

    /** Stores what has ended so far. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends at once, as a process that is killed would. */
    void abandon() {
        closed = true;
        thread.interrupt();
        queue.clear();
    }
}
