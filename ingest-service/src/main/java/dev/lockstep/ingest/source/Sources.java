package dev.lockstep.ingest.source;

import dev.lockstep.ingest.source.Source.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where sources are kept. */
public interface Sources {
    /** @return false when the id is taken */
    boolean add(Source source, String keyHash);

    Optional<Source> find(String id);

    /** By id, ascending, at most {@code limit}, behind {@code after}. */
    List<Source> list(@Nullable String after, int limit);

    /** @return false when there is no such source */
    boolean change(String id, SourceSettings settings);

    /** The old key stops at once. @return false when there is no such source */
    boolean rekey(String id, String keyHash, Instant at);

    boolean remove(String id);

    /** The source that this key belongs to. */
    Optional<Source> byKey(String keyHash);

    void used(String id, Instant at);

    /** Settles whether this source's events carry versions, unless that is settled. @return what counts */
    Versions settle(String id, Versions wanted);

    /** Lets the next event settle it again. */
    void unsettle(String id);
}
