package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Wish;
import dev.lockstep.writer.account.SlotTable;
import dev.lockstep.writer.account.SlotTable.Taken;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.RetryPlan;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.target.Target;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's heart, without Spring: desires come in, accounts are taken to them, facts go out. May die at any line; what a
 * new one finds in the table is enough to go on.
 */
public final class Delivery implements Machinery, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final long SERVICE_MILLIS = 1_000;
    private static final long PACES_MILLIS = 200;
    private static final long STOP_MILLIS = 8_000;

    private final WorkTable table;
    private final SlotTable slots;
    private final SyncMarks marks;
    private final Episodes episodes;
    private final Clock clock;
    private final DeliverySettings settings;
    private final Measures measures;
    private final Reconcile reconcile = new Reconcile();
    private final Links links = new Links();
    private final Lanes lanes = new Lanes();
    private final Ownership ownership;
    private final Claims claims;
    private final Relay relay;
    private final Settler settler;
    private final Intake intake;
    private final DueWork dueWork;
    private final Succession succession;
    private final RetryPlan plan;
    private final Attempts attempts;
    private final RemovalGuard guard;
    private final Paces paces;
    private final AtomicBoolean learning = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("writer-timer").factory());

    /** Where everything is kept. */
    public record Stores(WorkTable table, SlotTable slots, SyncMarks marks, Quarantines quarantines, Requests requests, Removals removals, Paces paces) {
    }

    public Delivery(Stores stores, Publisher publisher, Clock clock, DeliverySettings settings, MeterRegistry meters) {
        this.table = stores.table();
        this.slots = stores.slots();
        this.marks = stores.marks();
        this.clock = clock;
        this.settings = settings;
        this.episodes = new Episodes(stores.quarantines(), publisher, clock);
        this.ownership = new Ownership(slots, UUID.randomUUID().toString());
        this.claims = new Claims(ownership, settings);
        this.relay = new Relay(publisher);
        this.plan = settings.plan();
        this.attempts = new Attempts(reconcile, plan);
        this.paces = stores.paces();
        this.guard = new RemovalGuard(stores.removals(), table, clock, settings.removalWindow());
        this.settler = new Settler(table, lanes, relay, links, stores.requests(), ownership, clock, this::wantsMore);
        this.intake = new Intake(table, ownership, lanes, claims, relay, links, stores.requests(), clock, this::wantsMore);
        this.dueWork = new DueWork(table, links, ownership, lanes, claims, relay, clock, settings);
        this.succession = new Succession(table, slots, ownership, relay, settler, this, clock);
        this.measures = new Measures(meters, lanes);
        timer.scheduleWithFixedDelay(this::learnPaces, PACES_MILLIS, PACES_MILLIS, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::service, SERVICE_MILLIS, SERVICE_MILLIS, TimeUnit.MILLISECONDS);
    }

    // --- what comes in

    /** The settings of an app, new or changed. */
    public void configure(Target target) {
        AppLane lane = lanes.lane(target.app());
        if (lane != null) {
            lane.apply(target);
            return;
        }
        AppLane fresh = new AppLane(target, this, new Health(target.app()), new ReadAhead(reconcile, clock, settings.readAheadFreshness()),
                new Pacing(target.app(), paces, clock, target.config().limits().perSecond()));
        lanes.put(target.app(), fresh);
        episodes.open(target.app()).ifPresent(q -> fresh.restore(new Closed(q.code(), q.since(), settings.probeInterval().toMillis())));
        dueWork.now();
    }

    /** The app is gone: its rows go, with what was counted and asked for; its accounts stay. One made again under its id starts afresh. */
    public void removed(String app) {
        AppLane lane = lanes.remove(app);
        if (lane != null) {
            lane.end().stream().filter(Work::replace).forEach(lanes::over);
        }
        table.removeApp(app);
        marks.removeApp(app);
        links.removeApp(app);
        episodes.forget(app);
        guard.removed(app);
        paces.removeApp(app);
    }

    /** Returns when the desires are stored. */
    public void accept(List<Wish> batch) {
        intake.take(batch);
        measures.accepted(batch.size());
    }

    public void accept(SyncMarker marker) {
        marks.seen(marker.app(), marker.syncId(), marker.partition(), marker.partitions());
    }

    public void assigned(Collection<Integer> partitions, int count) {
        Set<Integer> wanted = Ownership.slots(partitions, count);
        succession.begins(wanted);
        Map<Integer, Taken> taken = ownership.assigned(partitions, count, clock);
        lanes.all().forEach(AppLane::parked);
        succession.of(wanted, taken);
        dueWork.ownersChanged();
    }

    public void revoked(Collection<Integer> partitions, int count) {
        Set<Integer> lost = ownership.revoked(partitions, count);
        lanes.all().forEach(lane -> settler.giveBack(lane.drop(lost), clock.millis()));
        awaitQuiet(lost);
    }

    /** What is under way for these slots gets a moment to end, so that the next owner need not wait it out. */
    private void awaitQuiet(Set<Integer> lost) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(STOP_MILLIS, settings.deadline().toMillis()));
        while (System.nanoTime() < end && lanes.active().stream().anyMatch(work -> lost.contains(work.row().slot()))) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    public void forgetLinks(String app) {
        table.forgetLinks(app);
        links.removeApp(app);
        AppLane lane = lanes.lane(app);
        if (lane != null) {
            lane.readAhead().forget();
        }
    }

    // --- what is asked

    /** How an app is doing at this replica. */
    public record Condition(double perSecond, @Nullable Instant caughtUpTo, Quarantines.@Nullable Quarantine quarantine, @Nullable ErrorCode closed, int underWay) {
    }

    public Optional<Condition> condition(String app) {
        AppLane lane = lanes.lane(app);
        if (lane == null) {
            return Optional.empty();
        }
        Closed closed = lane.closedBecause();
        return Optional.of(new Condition(lane.perSecond(), lane.caughtUpTo() == 0 ? null : Instant.ofEpochMilli(lane.caughtUpTo()),
                closed != null && closed.isQuarantine() ? new Quarantines.Quarantine(closed.code(), closed.since()) : null,
                closed == null ? null : closed.code(), lane.running() + lane.queued()));
    }

    /** For reading an app's target in bulk; empty for an app that is not known. */
    public Optional<Reading> reading(String app) {
        return Optional.ofNullable(lanes.lane(app)).map(Reading::new);
    }

    /** All apps that this replica knows. */
    public List<Reading> readings() {
        return lanes.all().stream().map(Reading::new).toList();
    }

    /** The account that this row held is gone. */
    public void unlinked(String key) {
        links.remove(key);
    }

    /** What would be done; only reads the target. */
    public DryRun.Report dryRun(DesiredAccount desired) {
        AppLane lane = lanes.lane(desired.app());
        if (lane == null || lane.target().client() == null) {
            return DryRun.impossible(lane == null ? ErrorCode.NOT_CONFIGURED : lane.target().unusable());
        }
        Row row = table.read(List.of(desired.key())).get(desired.key());
        Map<String, String> referenced = table.links(desired.references().values().stream().map(id -> DesiredAccount.key(desired.app(), id)).toList());
        return new DryRun(lane.target(), new Calls(lane.target(), lane), reconcile, lane.readAhead()).run(desired, row, referenced);
    }

    // --- what the lanes need

    @Override
    public DeliverySettings settings() {
        return settings;
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public void later(long millis, Runnable task) {
        try {
            timer.schedule(() -> background(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("stopped");
        }
    }

    @Override
    public void background(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("stopped");
        }
    }

    @Override
    public boolean owns(int slot) {
        return ownership.owns(slot);
    }

    @Override
    public void attempt(List<Work> works, AppLane lane, Target target, Calls calls) {
        Instant startedAt = clock.instant();
        Around around = new Around(lane, table, ownership, claims, lanes, links, plan, guard, clock);
        attempts.run(works, target, calls.only(around::isTimely), lane.readAhead(), around, (work, ending) -> {
            AttemptLog.write(work, ending, clock.millis() - startedAt.toEpochMilli());
            measures.ended(target.app(), ending);
            settler.ended(work, ending, startedAt);
        });
    }

    @Override
    public boolean shouldStepBack(Work work) {
        DesiredAccount desired = work.desired();
        for (String objectId : desired.references().values()) {
            String key = DesiredAccount.key(desired.app(), objectId);
            Work other = links.get(key) == null ? lanes.active(key) : null;
            if (other != null && other != work && other.row().standing().targetId() == null) {
                return work.mayDefer();
            }
        }
        return false;
    }

    @Override
    public void giveBack(List<Work> works, long dueAt) {
        settler.giveBack(works, dueAt);
    }

    @Override
    public void wantsMore() {
        dueWork.now();
    }

    @Override
    public void closed(String app, Closed closed) {
        if (closed.isQuarantine()) {
            background(() -> episodes.entered(app, closed.code(), closed.since()));
        }
    }

    @Override
    public void reopened(String app, Closed closed) {
        if (closed.isQuarantine()) {
            background(() -> episodes.left(app, closed.code(), closed.since()));
        }
    }

    // --- upkeep

    /** What targets have asked of other replicas; an idle writer asks nothing. */
    private void learnPaces() {
        List<AppLane> busy = lanes.all().stream().filter(lane -> lane.running() + lane.queued() > 0).toList();
        if (!busy.isEmpty() && learning.compareAndSet(false, true)) {
            background(() -> learnPaces(busy));
        }
    }

    private void learnPaces(List<AppLane> busy) {
        long asked = System.nanoTime();
        try {
            Map<String, Paces.Pace> told = paces.of(busy.stream().map(lane -> lane.target().app()).toList());
            busy.forEach(lane -> lane.pacing().learn(told.getOrDefault(lane.target().app(), Paces.Pace.FREE), asked));
        } catch (RuntimeException e) {
            busy.forEach(lane -> lane.pacing().storeIsAway());
            log.atDebug().addKeyValue("fault", e.getClass().getName()).log("paces not read, trying again");
        } finally {
            learning.set(false);
        }
    }

    private void service() {
        try {
            lanes.all().forEach(AppLane::tick);
            relay.retry();
            guard.forgetOld();
            if (relay.hasNews()) {
                slots.checkpoint(ownership.owner(), relay.relayedUpTo(clock));
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("fault", e.getClass().getName()).log("upkeep failed, trying again");
        }
    }

    /** Ends what is under way, gives the rest back, remembers what was relayed. */
    @Override
    public void close() {
        dueWork.close();
        List<Integer> owned = ownership.owned();
        revoked(owned, dev.lockstep.kit.publish.Slots.COUNT);
        settler.close();
        timer.shutdownNow();
        if (!owned.isEmpty()) {
            try {
                slots.checkpoint(ownership.owner(), relay.relayedUpTo(clock));
            } catch (RuntimeException e) {
                log.atInfo().addKeyValue("fault", e.getClass().getName()).log("checkpoint not written; some outcomes will be published again");
            }
        }
        threads.shutdownNow();
        measures.close();
    }

    /** Stops without a last word, as a process that is killed: for tests of what the next one makes of it. */
    void abandon() {
        dueWork.abandon();
        settler.abandon();
        timer.shutdownNow();
        threads.shutdownNow();
        measures.close();
    }
}
