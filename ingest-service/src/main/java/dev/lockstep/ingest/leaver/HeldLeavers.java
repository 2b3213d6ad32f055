package dev.lockstep.ingest.leaver;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who was missing from a source's newest snapshot and is held. The next snapshot replaces them all. */
public interface HeldLeavers {
    /**
     * @param key object id, or group and member
     * @param n of the row that is held; another n means that the source has said something since
     */
    record HeldLeaver(String source, String key, long n, String uploadId, Instant since) {
    }

    /**
     * What is held of a source.
     *
     * @param known objects that the source had before the snapshot
     * @param approval what one person has approved and a second one has still to confirm, or null
     */
    record Held(String source, String uploadId, long held, long known, Instant since, @Nullable Approval approval) {
    }

    /** @param what names exactly the leavers that were approved */
    record Approval(String by, String what, Instant at) {
    }

    /** @param known objects that the source had before the snapshot */
    void replace(String source, String uploadId, long known, List<HeldLeaver> leavers, Instant now);

    /** Of one source, or of all; behind {@code after}, which is {@code <source>/<key>}. */
    List<HeldLeaver> page(@Nullable String source, @Nullable String after, int limit);

    List<HeldLeaver> find(String source, Collection<String> keys);

    Optional<Held> of(String source);

    void approve(String source, @Nullable Approval approval);

    void remove(String source, Collection<String> keys);

    void forget(String source);
}
