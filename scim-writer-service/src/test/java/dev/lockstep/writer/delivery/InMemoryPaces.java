package dev.lockstep.writer.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Paces in memory; passes the same contract as the real ones. */
public final class InMemoryPaces implements Paces {
    private final Map<String, Long> next = new HashMap<>();
    private final Map<String, Pace> paces = new HashMap<>();
    /** Whether it does not answer. */
    volatile boolean away;
    /** How often it did not answer. */
    final AtomicInteger refused = new AtomicInteger();

    @Override
    public synchronized long reserve(String app, long now, int calls, long intervalMicros) {
        present();
        long first = Math.max(now, next.getOrDefault(app, 0L));
        next.put(app, first + calls * intervalMicros);
        return first;
    }

    @Override
    public synchronized void pause(String app, long until) {
        present();
        paces.put(app, paces.getOrDefault(app, Pace.FREE).pausedFor(until));
    }

    @Override
    public synchronized void cut(String app, double rate, long at, long cutBefore) {
        present();
        Pace pace = paces.getOrDefault(app, Pace.FREE);
        paces.put(app, pace.cutAt() < cutBefore ? new Pace(pace.pausedUntil(), rate, at) : pace);
    }

    @Override
    public synchronized void removeApp(String app) {
        next.remove(app);
        paces.remove(app);
    }

    @Override
    public synchronized Map<String, Pace> of(Collection<String> apps) {
        present();
        Map<String, Pace> found = new HashMap<>(paces);
        found.keySet().retainAll(apps);
        return found;
    }

    private void present() {
        if (away) {
            refused.incrementAndGet();
            throw new IllegalStateException("away");
        }
    }
}
