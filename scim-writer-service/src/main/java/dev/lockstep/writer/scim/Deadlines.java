package dev.lockstep.writer.scim;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends calls that take too long in all, however steadily they drip: time-outs of single reads do not. One thread looks after
 * all calls, which is cheaper than a timer for each.
 */
public final class Deadlines implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(50);

    private final Set<Watched> calls = ConcurrentHashMap.newKeySet();
    private final Thread watcher;
    private volatile boolean closed;

    /** A call under way. */
    static final class Watched {
        private final long end;
        private final Runnable abort;
        private volatile boolean late;

        Watched(long end, Runnable abort) {
            this.end = end;
            this.abort = abort;
        }

        boolean isLate() {
            return late;
        }
    }

    public Deadlines() {
        this.watcher = Thread.ofPlatform().daemon().name("scim-deadlines").start(this::watch);
    }

    Watched begin(Duration total, Runnable abort) {
        Watched call = new Watched(System.nanoTime() + total.toNanos(), abort);
        calls.add(call);
        return call;
    }

    void end(Watched call) {
        calls.remove(call);
    }

    private void watch() {
        while (!closed) {
            long now = System.nanoTime();
            for (Watched call : calls) {
                if (call.end - now < 0 && calls.remove(call)) {
                    call.late = true;
                    call.abort.run();
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TICK.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        java.util.concurrent.locks.LockSupport.unpark(watcher);
    }
}
