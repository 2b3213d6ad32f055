package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.SettlePlan.Item;
import dev.lockstep.writer.delivery.SettlePlan.Planned;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores how attempts ended, many at a time, each together with its fact; then publishes the facts. An attempt counts only
 * when its row took the write: a writer that lost its slot meanwhile is refused and says nothing.
 */
final class Settler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Settler.class);
    private static final int MOST = 500;
    private static final int MOST_UNHURRIED = 50;
    private static final int MOST_ALONE = 100;
    private static final long GATHER_NANOS = 1_500_000;
    private static final long AGAIN_MILLIS = 500;

    private final WorkTable table;
    private final Lanes lanes;
    private final Relay relay;
    private final Links links;
    private final Requests requests;
    private final SettlePlan settlePlan;
    private final Clock clock;
    private final Runnable wantsMore;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    /** What nobody waits for: thousands at once when an app closes. A few go with each write, so that no outcome stands behind them. */
    private final LinkedBlockingQueue<Item> unhurried = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    Settler(WorkTable table, Lanes lanes, Relay relay, Links links, Requests requests, Ownership ownership, Clock clock, Runnable wantsMore) {
        this.table = table;
        this.lanes = lanes;
        this.relay = relay;
        this.links = links;
        this.requests = requests;
        this.settlePlan = new SettlePlan(relay, ownership, unhurried::add);
        this.clock = clock;
        this.wantsMore = wantsMore;
        this.thread = Thread.ofPlatform().daemon().name("writer-settler").start(this::run);
    }

    void ended(Work work, Ending ending, Instant startedAt) {
        queue.add(new Item.Ended(work, ending, startedAt, false, 0));
    }

    /** @param dueAt 0 for "when its app has room" */
    void giveBack(List<Work> works, long dueAt) {
        works.forEach(work -> unhurried.add(new Item.GivenBack(work, dueAt)));
    }

    /** Rows of deleted accounts that an earlier owner had no time to empty. */
    void bury(List<Row> rows) {
        rows.forEach(row -> unhurried.add(new Item.Buried(row.key(), row.slot(), row.version())));
    }

    /** What was settled by an earlier owner, who may have died before it told those who asked for it on demand, or woke those who follow. */
    void answer(List<StoredFact> facts) {
        Followers followers = new Followers();
        for (StoredFact fact : facts) {
            if (Codec.decode(fact.envelope()).data() instanceof AccountOutcome outcome) {
                followers.told(outcome);
                if (outcome.requestId() != null && outcome.lane() == Lane.ON_DEMAND) {
                    requests.done(outcome.app(), outcome.requestId(), outcome);
                }
            }
        }
        followers.wake(table, links, clock.millis());
    }

    private void add(Item item) {
        (item instanceof Item.Ended ? queue : unhurried).add(item);
    }

    private void run() {
        List<Item> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty() || !unhurried.isEmpty()) {
            try {
                Item first = unhurried.isEmpty() ? queue.poll(20, TimeUnit.MILLISECONDS) : queue.poll();
                if (first == null && unhurried.isEmpty()) {
                    continue;
                }
                LockSupport.parkNanos(GATHER_NANOS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MOST - 1);
                }
                unhurried.drainTo(batch, first == null ? MOST_ALONE : MOST_UNHURRIED);
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
                batch.forEach(this::add);
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
            batch.removeIf(item -> queue.contains(item) || unhurried.contains(item));
            throw e;
        }
        stored(planned, refused);
    }

    private Map<String, Planned> plan(List<Item> batch, long now) {
        Map<String, Planned> planned = new HashMap<>();
        for (Item item : batch) {
            if (item instanceof Item.Buried buried && relay.isUnscanned(buried.slot())) {
                // Its row may hold the only copy of an earlier owner's fact.
                if (!closed) {
                    unhurried.add(item);
                }
                continue;
            }
            Planned plan = settlePlan.of(item, now);
            // One write of a row at a time: a second one waits for the next batch.
            if (planned.putIfAbsent(plan.write().key(), plan) != null) {
                add(item);
            } else {
                plan.facts().forEach(fact -> relay.begin(fact.stored()));
            }
        }
        return planned;
    }

    private void stored(Map<String, Planned> planned, Set<String> refused) {
        List<Relay.Fact> facts = new ArrayList<>();
        List<Planned> denied = new ArrayList<>();
        Followers followers = new Followers();
        boolean more = false;
        for (Planned plan : planned.values()) {
            if (refused.contains(plan.write().key())) {
                denied.add(plan);
                continue;
            }
            facts.addAll(plan.facts());
            if (plan.item() instanceof Item.Ended ended) {
                more |= remember(ended, plan, followers);
            }
            if (plan.item() instanceof Item.GivenBack back) {
                lanes.over(back.work());
                laneParked(back.work());
                more = true;
            }
        }
        for (Planned plan : denied) {
            facts.addAll(denied(plan, followers));
        }
        // Before the facts are on the topic: until then a successor finds them and looks for those who follow.
        more |= followers.wake(table, links, clock.millis());
        relay.publish(facts);
        if (more) {
            wantsMore.run();
        }
    }

    private boolean remember(Item.Ended ended, Planned plan, Followers followers) {
        Work work = ended.work();
        boolean more = false;
        if (plan.write() instanceof RowWrite.Settle settle) {
            String id = settle.standing().targetId();
            if (id == null) {
                links.remove(work.key());
            } else if (!id.equals(work.row().standing().targetId())) {
                links.put(work.key(), id);
            }
            followers.stored(work, settle);
            AppLane lane = lanes.lane(work.row().app());
            if (lane != null && ended.ending() instanceof Ending.Settled settled) {
                // A target that takes no members of a group is one trouble, and no reason to stop everybody's accounts.
                lane.settled(work.group() == null ? work.key() : work.group(), settled.result() == Result.REFUSED || settled.result() == Result.GAVE_UP, work.desired().sourceAt().toEpochMilli());
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

    /** The guard did not hold: a newer desire came at the same moment, or the slot has another owner. @return facts that are stored all the same */
    private List<Relay.Fact> denied(Planned plan, Followers followers) {
        if (plan.item() instanceof Item.Ended ended) {
            Row row = table.read(List.of(ended.work().key())).get(ended.work().key());
            if (row != null && row.epoch() == ended.work().epoch() && !plan.facts().isEmpty()
                    && row.facts().stream().anyMatch(f -> f.id().equals(plan.facts().getFirst().stored().id()))) {
                // An earlier try of the same write had worked, only its answer was lost. Its facts have counted as under way since then.
                remember(ended, plan, followers);
                return plan.facts();
            }
            plan.facts().forEach(fact -> relay.cancel(fact.stored()));
            boolean mine = row != null && row.intent() != null && row.intent().opId().equals(ended.work().intent().opId())
                    && row.epoch() == ended.work().epoch();
            if (mine && row.version() > ended.work().row().version()) {
                queue.add(new Item.Ended(ended.work(), ended.ending(), ended.startedAt(), true, row.version()));
                return List.of();
            }
            log.atWarn().addKeyValue("account", ended.work().intent().opId()).addKeyValue("epoch", ended.work().epoch())
                    .log("outcome of a former owner refused");
            lanes.over(ended.work());
        } else if (plan.item() instanceof Item.GivenBack back) {
            lanes.over(back.work());
        }
        return List.of();
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
        unhurried.clear();
    }
}
