package dev.lockstep.mapping.sweep;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs background work again and again: at once when nudged, else now and then, to find what a replica that died has left.
 * Work that fails is tried again the next time.
 */
public final class Errands implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Errands.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Supplier<Duration> work;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    public Errands(String name, Runnable work) {
        this(name, () -> {
            work.run();
            return PAUSE;
        });
    }

    /** @param work gives how long to rest until it is done again */
    public Errands(String name, Supplier<Duration> work) {
        this.name = name;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name("errands-" + name).unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    public void nudge() {
        nudges.release();
    }

    private void loop() {
        while (!closed) {
            try {
                Duration rest = work.get();
                nudges.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS);
                nudges.drainPermits();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failure) {
                if (!closed) {
                    log.atWarn().addKeyValue("errand", name).addKeyValue("fault", failure.getClass().getName())
                            .addKeyValue("at", failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0])
                            .log("background work failed, it is tried again");
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            nudges.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        nudges.release();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
