package dev.lockstep.ingest;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closed while the mapping service is too far behind. Looks at most once a second, and no request waits for the look. */
public final class Gate {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    private static final long BETWEEN_LOOKS = 1_000_000_000L;

    private final Backlog backlog;
    private final long limit;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile boolean open = true;

    public Gate(Backlog backlog, long limit) {
        this.backlog = backlog;
        this.limit = limit;
    }

    public boolean isOpen() {
        long now = System.nanoTime();
        long due = nextLook.get();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + BETWEEN_LOOKS)) {
            Thread.startVirtualThread(this::look);
        }
        return open;
    }

    private void look() {
        try {
            open = backlog.size() <= limit;
        } catch (RuntimeException e) {
            // Without the broker nothing can be published either; that answer is the better one.
            log.atDebug().addKeyValue("fault", e.getClass().getName()).log("backlog unknown");
            open = true;
        }
    }
}
