package dev.lockstep.store;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens in the background: space is reclaimed, expired documents and forgotten cursors are removed. */
final class Upkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final long TIDY_EVERY_MILLIS = 500;

    private final StoreFile file;
    private final StoreBackend backend;
    private final ScheduledExecutorService thread;

    Upkeep(StoreFile file, StoreBackend backend, EmbeddedStore.Options options) {
        this.file = file;
        this.backend = backend;
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("embedded-store-upkeep").daemon().factory());
        thread.scheduleWithFixedDelay(
                guarded(file::tidy), TIDY_EVERY_MILLIS, TIDY_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        long sweep = options.expirySweep().toMillis();
        thread.scheduleWithFixedDelay(guarded(this::sweep), sweep, sweep, TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (!file.isClosed()) {
                    log.warn("upkeep failed, and is tried again: {}", e.getClass().getName(), e);
                }
            }
        };
    }

    private void sweep() {
        Expiry expiry = new Expiry(backend.getClock());
        long removed = file.reading(() ->
                backend.databases().stream().mapToLong(expiry::removeExpired).sum());
        if (removed > 0) {
            file.commit();
            log.debug("{} expired documents removed", removed);
        }
        backend.cursors().closeForgotten();
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            // Never interrupted: that would close the channel of the file under everyone.
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("upkeep is still busy; the file is closed under it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
