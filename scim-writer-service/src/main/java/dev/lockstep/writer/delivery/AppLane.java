package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One app's own queue, concurrency, pace, breaker and quarantine. Whatever happens to this app costs the others nothing.
 */
final class AppLane implements Calls.Pace {
    private static final int LEAST_ROOM = 2_000;
    private static final int REFILL_BELOW = 256;
    private static final int MOST_ROOM = 20_000;
    private static final double FIRST_RATE = 1_000;
    private static final long LEAST_AHEAD = 3_000;
    private static final Duration LONGEST_OUTAGE_WAIT = Duration.ofMinutes(5);
    private static final Duration LONGEST_REST = Duration.ofHours(1);
    private static final Duration CONFIRMED_FOR = Duration.ofSeconds(2);

    private final Machinery machinery;
    private final Health health;
    private final ReadAhead readAhead;
    private final Object confirming = new Object();
    private final WeightedQueue queue = new WeightedQueue();
    private Target target;
    private volatile Pacing pacing;
    private int running;
    private @Nullable Closed closed;
    private boolean parkedWaits = true;
    private boolean ended;
    private double perSecond = FIRST_RATE;
    private double settledPerSecond;
    private int settled;
    private int completed;
    private double newInBulk;
    private long confirmedAt;
    private boolean confirmed;
    private final FailureShare failures = new FailureShare();
    private int failureRounds;
    private volatile long caughtUpTo;

    AppLane(Target target, Machinery machinery, Health health, ReadAhead readAhead, Pacing pacing) {
        this.target = target;
        this.machinery = machinery;
        this.health = health;
        this.readAhead = readAhead;
        this.pacing = pacing;
        if (target.unusable() != null) {
            closed = new Closed(target.unusable(), machinery.now(), machinery.settings().probeInterval().toMillis());
        }
    }

    ReadAhead readAhead() {
        return readAhead;
    }

    synchronized Target target() {
        return target;
    }

    synchronized @Nullable Closed closedBecause() {
        return closed;
    }

    long caughtUpTo() {
        return caughtUpTo;
    }

    /** How many accounts a second have reached their outcome lately, for people. */
    synchronized double perSecond() {
        return settledPerSecond;
    }

    synchronized int queued() {
        return queue.size();
    }

    synchronized int running() {
        return running;
    }

    /** New settings. What is queued goes on with them, or waits. */
    synchronized void apply(Target changed) {
        boolean newAddress = !java.util.Objects.equals(target.config().tenantUrl(), changed.config().tenantUrl())
                || !java.util.Objects.equals(target.config().credentials(), changed.config().credentials());
        target = changed;
        pacing = pacing.with(changed.config().limits().perSecond());
        health.reset();
        if (newAddress) {
            readAhead.forget();
        }
        if (changed.unusable() != null) {
            close(changed.unusable());
        } else if (closed != null && closed.code() == ErrorCode.NOT_CONFIGURED) {
            closed = null;
        } else if (closed != null) {
            machinery.background(this::probe);
        }
        if (changed.config().provisioning() != Provisioning.ON) {
            giveBackQueued(work -> work.desired().lane() != Lane.ON_DEMAND);
        }
        parkedWaits = true;
        machinery.wantsMore();
    }

    /** As it was before a restart. */
    synchronized void restore(Closed before) {
        if (closed == null) {
            closed = before;
            machinery.background(this::probe);
        }
    }

    /** @return what was queued */
    synchronized List<Work> end() {
        ended = true;
        return queue.drain();
    }

    synchronized boolean admits(DesiredAccount desired) {
        return !ended && closed == null && (target.config().provisioning() == Provisioning.ON || desired.lane() == Lane.ON_DEMAND);
    }

    synchronized boolean isOpenForAll() {
        return !ended && closed == null && target.config().provisioning() == Provisioning.ON;
    }

    /** How many more accounts may be claimed: as many as are likely to be started within the claim window. */
    synchronized int room() {
        double within = perSecond * machinery.settings().claimWindow().toMillis() / 1000;
        return Math.max(0, (int) Math.clamp(within, LEAST_ROOM, MOST_ROOM) - queue.size());
    }

    /** The time before which the account at this place of the queue is likely to be started. */
    synchronized long startBy(int place, long now) {
        long window = machinery.settings().claimWindow().toMillis();
        return now + Math.min(LEAST_AHEAD, window) + Math.min(window, (long) ((queue.size() + place) / Math.max(50, perSecond) * 1000));
    }

    synchronized void parked() {
        parkedWaits = true;
    }

    /** @return whether parked rows should be fetched now */
    synchronized boolean wantsParked() {
        return parkedWaits && isOpenForAll() && queue.size() < REFILL_BELOW;
    }

    synchronized void fetchedAllParked() {
        parkedWaits = false;
    }

    synchronized void offer(Collection<Work> works) {
        works.forEach(queue::add);
        for (Work work : works) {
            newInBulk += work.desired().lane() == Lane.BULK && work.row().standing().targetId() == null ? 1 : 0;
        }
        readAhead.expect((int) newInBulk);
        pump();
    }

    private void pump() {
        int wanted = Math.min(Math.max(1, target.config().limits().concurrency()) - running, queue.size());
        for (int i = 0; i < wanted; i++) {
            running++;
            machinery.background(this::workOff);
        }
    }

    private void workOff() {
        Work work = next();
        while (work != null) {
            Target current = target();
            try {
                machinery.attempt(work, this, current, new Calls(current, this));
            } finally {
                completed();
            }
            work = next();
        }
    }

    private synchronized void completed() {
        completed++;
    }

    private synchronized @Nullable Work next() {
        long wait = pacing.pausedUntil() - machinery.now();
        if (wait > 0 && queue.size() > 0) {
            machinery.later(wait, this::wake);
        }
        if (wait <= 0 && closed == null && running <= target.config().limits().concurrency()) {
            int looked = 0;
            for (Work work = queue.poll(); work != null; work = queue.poll()) {
                if (!machinery.owns(work.row().slot())) {
                    if (work.replace()) {
                        machinery.giveBack(List.of(work), machinery.now());
                    }
                    continue;
                }
                if (looked++ < 8 && queue.size() > 64 && machinery.shouldStepBack(work)) {
                    queue.add(work);
                    continue;
                }
                if (work.start()) {
                    if (parkedWaits && queue.size() < REFILL_BELOW) {
                        machinery.wantsMore();
                    }
                    return work;
                }
            }
        }
        running--;
        return null;
    }

    private synchronized void wake() {
        if (!ended) {
            pump();
        }
    }

    /** Once a second: how fast the lane is, for the room that it gets. */
    synchronized void tick() {
        if (queue.size() > 0 || completed > perSecond) {
            perSecond = 0.5 * perSecond + 0.5 * completed;
        }
        completed = 0;
        // Half of it is the last second; below one in ten seconds it is over.
        settledPerSecond = 0.5 * settledPerSecond + 0.5 * settled;
        settledPerSecond = settledPerSecond < 0.1 ? 0 : settledPerSecond;
        settled = 0;
        newInBulk *= 0.7;
        pump();
    }

    /** @param failed whether it was refused or given up */
    void settled(String account, boolean failed, long sourceAt) {
        boolean tooMany;
        synchronized (this) {
            settled++;
            caughtUpTo = Math.max(caughtUpTo, sourceAt);
            tooMany = failures.ended(account, failed, machinery.now());
            failureRounds = failed ? failureRounds : 0;
        }
        if (tooMany) {
            close(ErrorCode.TOO_MANY_FAILURES);
        }
    }

    // --- pace and health

    @Override
    public boolean before() {
        return pacing.await();
    }

    @Override
    public Instant patience() {
        return Instant.ofEpochMilli(pacing.pausedUntil());
    }

    Pacing pacing() {
        return pacing;
    }

    @Override
    public void after(Reply reply) {
        if (reply.status() == 429) {
            pacing.tooFast(perSecond());
        }
        if (health.isDown(reply)) {
            close(ErrorCode.UNAVAILABLE);
        }
    }

    synchronized void throttle(Verdict.Throttled verdict) {
        if (ended) {
            return;
        }
        long until = verdict.until() == null ? machinery.now() + 5_000 : verdict.until().toEpochMilli();
        pacing.pause(until);
        // Nothing waits for the store here: this lane's lock is held.
        machinery.background(() -> pacing.tell(until));
        if (until - machinery.now() > machinery.settings().claimWindow().toMillis() / 2) {
            giveBackQueued(work -> true);
        }
        machinery.later(Math.max(1, pacing.pausedUntil() - machinery.now()), this::wake);
    }

    private void giveBackQueued(Predicate<Work> which) {
        List<Work> back = new ArrayList<>();
        for (Work work : queue.drain()) {
            if (!which.test(work)) {
                queue.add(work);
            } else if (work.replace()) {
                back.add(work);
            }
        }
        if (!back.isEmpty()) {
            parkedWaits = true;
            machinery.giveBack(back, 0);
        }
    }

    /** Slots that another replica owns from now on. @return what was queued for them and had not been started */
    synchronized List<Work> drop(Set<Integer> slots) {
        List<Work> dropped = new ArrayList<>();
        for (Work work : queue.drain()) {
            if (!slots.contains(work.row().slot())) {
                queue.add(work);
            } else if (work.replace()) {
                dropped.add(work);
            }
        }
        return dropped;
    }

    private synchronized void close(ErrorCode code) {
        Closed before = closed;
        if (ended || before != null && (before.code() == code || before.isQuarantine() && code == ErrorCode.UNAVAILABLE)) {
            return;
        }
        long wait = switch (code) {
            case UNAVAILABLE -> machinery.settings().outageWait().toMillis();
            // The target answers, so only accounts can tell whether it is better: after longer and longer rests.
            case TOO_MANY_FAILURES -> Math.min(LONGEST_REST.toMillis(), machinery.settings().probeInterval().toMillis() << Math.min(10, failureRounds++));
            default -> machinery.settings().probeInterval().toMillis();
        };
        failures.clear();
        Closed now = new Closed(code, machinery.now(), wait);
        closed = now;
        giveBackQueued(work -> true);
        machinery.closed(target.app(), now);
        machinery.later(wait, this::probe);
    }

    /** Whether the whole app is concerned: asked once, for all that wonder at the same time. */
    boolean isAppWide(ErrorCode code) {
        synchronized (confirming) {
            if (closedBecause() != null) {
                return true;
            }
            if (machinery.now() - confirmedAt > CONFIRMED_FOR.toMillis()) {
                confirmed = switch (ask().verdict()) {
                    case Verdict.AppWide appWide -> {
                        close(appWide.code());
                        yield true;
                    }
                    case Verdict.Done done -> false;
                    case Verdict.Permanent permanent -> false;
                    case Verdict.Retry retry -> outage();
                    case Verdict.Unknown unknown -> outage();
                    case Verdict.Throttled throttled -> true;
                    case Verdict.Conflict conflict -> false;
                    case Verdict.Vanished vanished -> false;
                    case Verdict.Stale stale -> false;
                };
                confirmedAt = machinery.now();
            }
            return confirmed;
        }
    }

    private boolean outage() {
        close(ErrorCode.UNAVAILABLE);
        return true;
    }

    private Reply ask() {
        Target current = target();
        return new Calls(current, new Calls.Pace() {
            @Override
            public boolean before() {
                return AppLane.this.before();
            }

            @Override
            public Instant patience() {
                return AppLane.this.patience();
            }

            @Override
            public void after(Reply reply) {
            }
        }).find(ObjectType.USER, "userName", "lockstep-probe-" + UUID.randomUUID());
    }

    private void probe() {
        Closed why = closedBecause();
        Target current = target();
        if (why == null || current.client() == null) {
            return;
        }
        Verdict verdict = ask().verdict();
        // A target that cannot search answers all the same.
        if (verdict instanceof Verdict.Done || verdict instanceof Verdict.Permanent) {
            reopen(why);
            return;
        }
        synchronized (this) {
            if (verdict instanceof Verdict.AppWide other && other.code() != why.code() && closed == why) {
                close(other.code());
            } else if (closed == why && why.code() == ErrorCode.UNAVAILABLE
                    && machinery.now() - why.since() > machinery.settings().quarantineAfter().toMillis()) {
                close(ErrorCode.TARGET_DOWN);
            } else if (closed == why && !ended) {
                long wait = why.isQuarantine() ? why.pause() : Math.min(LONGEST_OUTAGE_WAIT.toMillis(), why.pause() * 2);
                Closed still = new Closed(why.code(), why.since(), wait);
                closed = still;
                machinery.later(wait, this::probe);
            }
        }
    }

    private void reopen(Closed why) {
        synchronized (this) {
            if (closed != why || ended) {
                return;
            }
            closed = null;
            health.reset();
            pacing.forgetPause();
            parkedWaits = true;
        }
        machinery.reopened(target().app(), why);
        machinery.wantsMore();
    }
}
