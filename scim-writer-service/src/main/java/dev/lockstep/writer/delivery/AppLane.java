package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.target.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One app's own queue, concurrency and pace; its breaker and quarantine are its {@link LaneHealth}. Whatever happens to this app costs the others nothing.
 */
final class AppLane implements Calls.Pace {
    private static final int LEAST_ROOM = 2_000;
    private static final int REFILL_BELOW = 256;
    private static final int MOST_ROOM = 20_000;
    private static final double FIRST_RATE = 1_000;
    static final long LEAST_AHEAD = 3_000;
    private static final long TELL_AGAIN_MILLIS = 200;

    private final Machinery machinery;
    private final LaneHealth health;
    private final ReadAhead readAhead;
    private final WeightedQueue queue = new WeightedQueue();
    private Target target;
    private volatile Pacing pacing;
    private int running;
    private boolean parkedWaits = true;
    private boolean ended;
    private double perSecond = FIRST_RATE;
    private double settledPerSecond;
    private int settled;
    private int completed;
    private double newInBulk;
    private volatile long caughtUpTo;
    private volatile boolean showsMembers;

    AppLane(Target target, Machinery machinery, Health health, ReadAhead readAhead, Pacing pacing) {
        this.target = target;
        this.machinery = machinery;
        this.readAhead = readAhead;
        this.pacing = pacing;
        this.health = new LaneHealth(this, machinery, health, target.unusable());
    }

    ReadAhead readAhead() {
        return readAhead;
    }

    synchronized Target target() {
        return target;
    }

    @Nullable Closed closedBecause() {
        return health.closed();
    }

    /** Whether the target shows who is in a group, as far as anybody has seen. */
    boolean showsMembers() {
        return showsMembers;
    }

    void showsMembers(boolean shows) {
        showsMembers = shows;
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
        if (newAddress) {
            readAhead.forget();
            showsMembers = false;
        }
        health.changed(changed.unusable());
        if (changed.config().provisioning() != Provisioning.ON) {
            giveBackQueued(work -> work.desired().lane() != Lane.ON_DEMAND);
        }
        parkedWaits = true;
        machinery.wantsMore();
    }

    /** As it was before a restart. */
    void restore(Closed before) {
        health.restore(before);
    }

    /** @return what was queued */
    synchronized List<Work> end() {
        ended = true;
        return queue.drain();
    }

    synchronized boolean admits(DesiredAccount desired) {
        return !ended && health.isOpen() && (target.config().provisioning() == Provisioning.ON || desired.lane() == Lane.ON_DEMAND);
    }

    synchronized boolean isOpenForAll() {
        return !ended && health.isOpen() && target.config().provisioning() == Provisioning.ON;
    }

    /** How many more accounts may be claimed: as many as are likely to be started within the claim window. */
    synchronized int room() {
        double within = perSecond * machinery.settings().claimWindow().toMillis() / 1000;
        return Math.max(0, (int) Math.clamp(within, LEAST_ROOM, MOST_ROOM) - queue.size());
    }

    /**
     * Whether one more account may be claimed. Removals overtake all that is queued, so that updates never take their room: parked
     * behind a full queue a removal would wait until the queue has run nearly empty.
     *
     * @param place among those of the same kind that are claimed with it, from 1 on
     */
    synchronized boolean hasRoom(DesiredAccount desired, int place) {
        return place <= room() || isRemoval(desired) && place <= LEAST_ROOM - queue.size(Urgency.REMOVAL);
    }

    /** Counts the places of one write: removals by themselves. @return the account's */
    static int place(Map<String, Integer> places, DesiredAccount desired) {
        return places.merge(desired.app() + (isRemoval(desired) ? "/removals" : ""), 1, Integer::sum);
    }

    private static boolean isRemoval(DesiredAccount desired) {
        return Urgency.of(desired) == Urgency.REMOVAL;
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
            newInBulk += work.desired().objectType() == ObjectType.USER && work.desired().lane() == Lane.BULK && work.row().standing().targetId() == null ? 1 : 0;
        }
        readAhead.expect((int) newInBulk);
        pump();
    }

    private void pump() {
        int wanted = Math.min(Math.max(1, target.config().limits().concurrency()) - running, queue.ready());
        for (int i = 0; i < wanted; i++) {
            running++;
            machinery.background(this::workOff);
        }
    }

    private void workOff() {
        List<Work> works = next();
        while (!works.isEmpty()) {
            Target current = target();
            try {
                machinery.attempt(works, this, current, new Calls(current, this));
            } finally {
                completed(works);
            }
            works = next();
        }
    }

    private synchronized void completed(List<Work> works) {
        completed += works.size();
        queue.ended(works.getFirst());
    }

    /** @return one work, or memberships of one group; empty when there is nothing to do now */
    private synchronized List<Work> next() {
        long wait = pacing.pausedUntil() - machinery.now();
        if (wait > 0 && queue.size() > 0) {
            machinery.later(wait, this::wake);
        }
        if (wait <= 0 && health.isOpen() && running <= target.config().limits().concurrency()) {
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
                    return queue.began(work, MembershipAttempt.MOST);
                }
            }
        }
        running--;
        return List.of();
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
        synchronized (this) {
            settled++;
            caughtUpTo = Math.max(caughtUpTo, sourceAt);
        }
        health.settled(account, failed);
    }

    // --- pace and health

    @Override
    public boolean before() {
        boolean free = pacing.await();
        if (!free) {
            rest();
        }
        return free;
    }

    /** Whether a call whose moment has come may still be made, when something has kept it. */
    boolean isFree() {
        return pacing.isFree();
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
        obey(reply);
        health.after(reply);
    }

    /** A target that asks for patience asks the whole app, whatever the call was for. Nothing waits for the store here: it may be away. */
    void obey(Reply reply) {
        if (reply.status() != 0 && reply.verdict() instanceof Verdict.Throttled throttled) {
            throttle(throttled.until());
        }
        Paces.Pace cut = reply.status() == 429 ? pacing.tooFast(perSecond()) : null;
        if (cut != null) {
            machinery.background(() -> tell(machinery.now() + Pacing.CUT_ONCE_IN_MILLIS, () -> pacing.tell(cut)));
        }
    }

    private synchronized void throttle(@Nullable Instant asked) {
        if (ended) {
            return;
        }
        long until = asked == null ? machinery.now() + 5_000 : asked.toEpochMilli();
        pacing.pause(until);
        machinery.background(() -> tell(until, () -> pacing.tell(until)));
        rest();
    }

    /** Without the store nobody calls for long, so it is in time also when the store is back. */
    private void tell(long until, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            if (until > machinery.now()) {
                machinery.later(TELL_AGAIN_MILLIS, () -> tell(until, telling));
            }
        }
    }

    /** While no call may be made. */
    private synchronized void rest() {
        long wait = pacing.pausedUntil() - machinery.now();
        if (wait > machinery.settings().claimWindow().toMillis() / 2) {
            giveBackQueued(work -> true);
        }
        machinery.later(Math.max(1, wait), this::wake);
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

    /** Whether the whole app is concerned: asked once, for all that wonder at the same time. */
    boolean isAppWide(ErrorCode code) {
        return health.isAppWide();
    }

    // --- what the health needs; called with this lane's lock held

    boolean isEnded() {
        return ended;
    }

    void emptied() {
        giveBackQueued(work -> true);
    }

    void reopened() {
        parkedWaits = true;
    }
}
