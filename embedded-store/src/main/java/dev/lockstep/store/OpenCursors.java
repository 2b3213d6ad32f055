package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.CursorRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Cursors with more to give. Clients may forget theirs: after a while without a question it is closed. */
final class OpenCursors {

    /** As MongoDB. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final CursorRegistry registry;
    private final Map<Long, Batch> open = new ConcurrentHashMap<>();

    OpenCursors(CursorRegistry registry) {
        this.registry = registry;
    }

    CursorRegistry registry() {
        return registry;
    }

    long nextId() {
        return registry.generateCursorId();
    }

    void add(Batch batch) {
        // Those that were read to their end have left the registry, but their documents would stay in memory here.
        open.values().removeIf(Batch::isOver);
        registry.add(batch);
        open.put(batch.getId(), batch);
    }

    private boolean closed(Batch batch) {
        registry.remove(batch);
        return true;
    }

    int size() {
        return open.size();
    }

    void closeForgotten() {
        open.values().removeIf(Batch::isOver);
        open.values().removeIf(batch -> batch.idleNanos() > FORGOTTEN_AFTER.toNanos() && closed(batch));
    }
}
