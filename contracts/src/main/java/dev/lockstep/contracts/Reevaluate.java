package dev.lockstep.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * "Decide this object again": how group changes, assignments, mapping edits, restarts and replays reach the one replica
 * that owns the object.
 *
 * @param app the app to decide for, or null for all
 * @param causes ids of the events that led here
 * @param syncId the initial sync that this belongs to, or null
 * @param requestId set when a person or a repair asked: then the desire is published even if it is unchanged, and the
 *        writer attempts it at once
 * @param initiator who asked, for the record
 * @param removals how many accounts of the app all messages of this kind together will remove, where that was counted beforehand;
 *        else null
 * @param members of a group: not the group is decided but these of its memberships, by their object ids; null for the object itself,
 *        as in messages of versions that did not know it
 */
public record Reevaluate(
        ObjectType objectType,
        String objectId,
        @Nullable String app,
        List<String> causes,
        Lane lane,
        @Nullable String syncId,
        @Nullable String requestId,
        String initiator,
        @Nullable Integer removals,
        @Nullable List<String> members)
        implements Message {

    public Reevaluate {
        members = members == null ? null : List.copyOf(members);
    }

    /** The object itself. */
    public Reevaluate(ObjectType objectType, String objectId, @Nullable String app, List<String> causes, Lane lane, @Nullable String syncId,
            @Nullable String requestId, String initiator, @Nullable Integer removals) {
        this(objectType, objectId, app, causes, lane, syncId, requestId, initiator, removals, null);
    }

    /** Nobody counted. */
    public Reevaluate(ObjectType objectType, String objectId, @Nullable String app, List<String> causes, Lane lane, @Nullable String syncId,
            @Nullable String requestId, String initiator) {
        this(objectType, objectId, app, causes, lane, syncId, requestId, initiator, null);
    }
}
