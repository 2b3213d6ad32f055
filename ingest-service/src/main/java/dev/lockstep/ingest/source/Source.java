package dev.lockstep.ingest.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may report changes.
 *
 * @param id {@code [a-z0-9][a-z0-9-]{0,39}}
 * @param versions whether its events carry versions; settled by its first event
 * @param keyIssuedAt when its present key was made
 * @param lastUsedAt when its key was last used, to about a minute; null = never
 */
public record Source(
        String id, SourceSettings settings, Versions versions, Instant createdAt, Instant keyIssuedAt, @Nullable Instant lastUsedAt) {

    /** A source gives versions on all of its events or on none. */
    public enum Versions {
        UNSETTLED, ALL, NONE
    }

    public Source with(SourceSettings changed) {
        return new Source(id, changed, versions, createdAt, keyIssuedAt, lastUsedAt);
    }

    public Source with(Versions settled) {
        return new Source(id, settings, settled, createdAt, keyIssuedAt, lastUsedAt);
    }

    /** The directory's id of what this source calls {@code local}. */
    public String objectId(String local) {
        return settings.idPrefix() + local;
    }
}
