package dev.lockstep.ingest.file;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Uploads that end with the test. */
final class InMemoryUploads implements Uploads {
    private record Held(String upload, Instant until) {
    }

    private final Map<String, Upload> uploads = new HashMap<>();
    private final Map<String, Held> holds = new HashMap<>();

    @Override
    public synchronized void save(Upload upload) {
        uploads.put(upload.source() + "/" + upload.id(), upload);
    }

    @Override
    public synchronized Optional<Upload> find(String source, String id) {
        return Optional.ofNullable(uploads.get(source + "/" + id));
    }

    @Override
    public synchronized boolean claim(String source, String id, Instant now, Instant until) {
        Held held = holds.get(source);
        if (held != null && !held.until().isBefore(now)) {
            return false;
        }
        holds.put(source, new Held(id, until));
        return true;
    }

    @Override
    public synchronized boolean renew(String source, String id, Instant until) {
        Held held = holds.get(source);
        if (held == null || !held.upload().equals(id)) {
            return false;
        }
        holds.put(source, new Held(id, until));
        return true;
    }

    @Override
    public synchronized void release(String source, String id) {
        holds.computeIfPresent(source, (key, held) -> held.upload().equals(id) ? null : held);
    }
}
