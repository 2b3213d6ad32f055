package dev.lockstep.mapping.schema;

import dev.lockstep.mapping.app.SchemaStamp;
import java.util.List;
import java.util.Optional;

/** Schemas that counted before. The one that counts now is in the app's own document. */
public interface SchemaArchive {
    /** Keeping a version twice is keeping it once: what a number stands for never changes. */
    void keep(SchemaVersion version);

    Optional<SchemaVersion> version(String app, long number);

    /** Stamps of the versions below a number, newest first. */
    List<SchemaStamp> page(String app, long below, int limit);

    /** Forgets all versions up to and with a number. */
    void forget(String app, long upTo);
}
