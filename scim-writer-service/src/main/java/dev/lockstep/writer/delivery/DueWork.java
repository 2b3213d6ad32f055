package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what is due in the table: retries, restarts, other replicas' desires, and what waits for room in its lane. */
final class DueWork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DueWork.class);
    private static final int PAGE = 500;
    private static final int MOST_PAGES = 20;
    /** Members of large groups may wait in great numbers. */
    private static final int AWAITED_PAGE = 2_000;
    private static final long WAKE_MILLIS = 300_000;
    private static final int LOOK_EVERY_POLLS = 30;

    private final WorkTable table;
    private final Links links;
    private final Ownership ownership;
    private final Lanes lanes;
    private final Claims claims;
    private final Relay relay;
    private final Clock clock;
    private final Semaphore signal = new Semaphore(0);
    private final long interval;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long wakeAt;
    private long parkedAt;

    DueWork(WorkTable table, Links links, Ownership ownership, Lanes lanes, Claims claims, Relay relay, Clock clock, DeliverySettings settings) {
        this.table = table;
        this.links = links;
        this.ownership = ownership;
        this.lanes = lanes;
        this.claims = claims;
        this.relay = relay;
        this.clock = clock;
        this.interval = settings.pollInterval().toMillis();
        this.thread = Thread.ofPlatform().daemon().name("writer-due").start(this::run);
    }

    void now() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    private void run() {
        while (!closed) {
            try {
                signal.tryAcquire(interval, TimeUnit.MILLISECONDS);
                signal.drainPermits();
                if (!closed) {
                    poll();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    log.atWarn().addKeyValue("fault", e.getClass().getName()).log("due work not read, trying again");
                }
            }
        }
    }

    /** Some slots have changed hands: their former owner may have linked an account and died before it woke those who wait for it. */
    void ownersChanged() {
        wakeAt = 0;
        now();
    }

    private void wakeTheForgotten(long now) {
        if (now < wakeAt) {
            return;
        }
        Set<String> awaited = table.awaited();
        List<String> keys = List.copyOf(awaited);
        for (int from = 0; from < keys.size(); from += AWAITED_PAGE) {
            Map<String, String> linked = table.links(keys.subList(from, Math.min(keys.size(), from + AWAITED_PAGE)));
            if (!linked.isEmpty()) {
                linked.forEach(links::put);
                table.wake(linked.keySet(), now);
            }
        }
        wakeAt = now + WAKE_MILLIS;
    }

    private void poll() {
        List<Integer> owned = ownership.owned();
        if (owned.isEmpty()) {
            return;
        }
        wakeTheForgotten(clock.millis());
        lookForParked(owned, clock.millis());
        int found = PAGE;
        for (int i = 0; found == PAGE && i < MOST_PAGES; i++) {
            long now = clock.millis();
            List<Row> rows = table.due(owned, now, PAGE);
            found = rows.size();
            if (found > 0 && !claim(rows, owned, now)) {
                break;
            }
        }
        for (AppLane lane : lanes.all()) {
            if (lane.wantsParked()) {
                refill(lane, owned);
            }
        }
    }

    /** A former owner that does not know yet that it was replaced may park rows: its own lane remembers them, and this one's does not. */
    private void lookForParked(List<Integer> owned, long now) {
        if (now >= parkedAt) {
            parkedAt = now + LOOK_EVERY_POLLS * interval;
            if (table.anyParked(owned)) {
                lanes.all().forEach(AppLane::parked);
            }
        }
    }

    private void refill(AppLane lane, List<Integer> owned) {
        int wanted = Math.min(1000, Math.max(1, lane.room()));
        lane.fetchedAllParked();
        List<Row> rows = table.parked(lane.target().app(), owned, wanted);
        if (rows.size() == wanted) {
            lane.parked();
        }
        claim(rows, owned, clock.millis());
    }

    /** @return whether the same rows will not come up at once again */
    private boolean claim(List<Row> rows, List<Integer> owned, long now) {
        links.learn(rows.stream().flatMap(DueWork::desires).toList(), table);
        Map<String, Row> wanted = new HashMap<>();
        Map<String, Integer> places = new HashMap<>();
        Set<String> toPark = new HashSet<>();
        List<Relay.Fact> left = new ArrayList<>();
        List<RowWrite.Claim> writes = new ArrayList<>();
        boolean moved = false;
        lanes.claiming().lock();
        try {
            for (Row row : rows) {
                Work active = lanes.active(row.key());
                if (row.wish() == null || active != null && !active.isReplaced()) {
                    continue;
                }
                AppLane lane = lanes.lane(row.app());
                int place = AppLane.place(places, row.wish().account());
                if (lane == null || !lane.admits(row.wish().account()) || !lane.hasRoom(row.wish().account(), place)) {
                    toPark.add(row.app());
                } else {
                    wanted.put(row.key(), row);
                    left.addAll(claims.inherit(row, relay));
                    writes.add(claims.claim(row, lane.startBy(place, now)));
                }
            }
            relay.publish(left);
            Set<String> refused = table.write(writes);
            Map<String, List<Work>> byApp = new HashMap<>();
            for (RowWrite.Claim claim : writes) {
                if (!refused.contains(claim.key())) {
                    Work work = Claims.work(wanted.get(claim.key()), claim);
                    lanes.activate(work);
                    byApp.computeIfAbsent(work.row().app(), app -> new ArrayList<>()).add(work);
                    moved = true;
                }
            }
            byApp.forEach((app, works) -> {
                AppLane lane = lanes.lane(app);
                if (lane != null) {
                    lane.offer(works);
                }
            });
        } finally {
            lanes.claiming().unlock();
        }
        for (String app : toPark) {
            AppLane lane = lanes.lane(app);
            boolean butOnDemand = lane != null && lane.closedBecause() == null && lane.target().config().provisioning() != Provisioning.ON;
            table.park(app, owned.stream().filter(ownership::owns).toList(), now, butOnDemand);
            moved = true;
            if (lane != null) {
                lane.parked();
            }
        }
        return moved;
    }

    private static Stream<DesiredAccount> desires(Row row) {
        return Stream.of(Optional.ofNullable(row.wish()), Optional.ofNullable(row.doubt()).map(Row.Doubt::wish)).flatMap(Optional::stream).map(Row.Wish::account);
    }

    @Override
    public void close() {
        closed = true;
        now();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void abandon() {
        closed = true;
        thread.interrupt();
    }
}
