package dev.lockstep.writer.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lanes by app, and what this replica has claimed. */
final class Lanes {
    private final Map<String, AppLane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Work> active = new ConcurrentHashMap<>();
    /** Held while accounts are claimed, so that one is never claimed twice by two threads of this replica. */
    private final ReentrantLock claiming = new ReentrantLock();

    @Nullable AppLane lane(String app) {
        return lanes.get(app);
    }

    Collection<AppLane> all() {
        return lanes.values();
    }

    void put(String app, AppLane lane) {
        lanes.put(app, lane);
    }

    @Nullable AppLane remove(String app) {
        return lanes.remove(app);
    }

    @Nullable Work active(String key) {
        return active.get(key);
    }

    Collection<Work> active() {
        return active.values();
    }

    void activate(Work work) {
        active.put(work.key(), work);
    }

    void over(Work work) {
        work.done();
        active.remove(work.key(), work);
    }

    ReentrantLock claiming() {
        return claiming;
    }
}
