package dev.lockstep.mapping.schema;

import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.SchemaStamp;

/** A schema that counts for an app, or did. */
public record SchemaVersion(String app, SchemaStamp stamp, String schema) {

    /** The one that counts now. */
    public static SchemaVersion current(App app) {
        return new SchemaVersion(app.id(), app.stamp(), app.schema());
    }
}
