package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * What was decided last for one app and object. One document; its writer is the owner of the object's partition.
 *
 * @param version counts what was published; 0 while nothing was. Never falls, also not when the app is removed
 * @param state what was published last; null when the object never was in scope, or the app was removed since
 * @param hash of everything that the target could see
 * @param reason as in {@link DesiredAccount#reason()}
 * @param trigger position of the record that led here. It is stored before publishing: when that record comes again, the
 *        process may have died between store and publish, and the same is published again
 * @param syncId the last sync that it was published for
 * @param problems which attributes failed to map, as one text; empty when none
 * @param type of what it is about
 */
public record Decision(
        String app,
        String objectId,
        long version,
        DesiredAccount.@Nullable State state,
        String hash,
        String reason,
        String trigger,
        @Nullable String syncId,
        String problems,
        ObjectType type) {

    /** About a person. */
    public Decision(String app, String objectId, long version, DesiredAccount.@Nullable State state, String hash, String reason, String trigger,
            @Nullable String syncId, String problems) {
        this(app, objectId, version, state, hash, reason, trigger, syncId, problems, ObjectType.USER);
    }

    /** An account was desired at some time, so removing it is our business. */
    public boolean provisioned() {
        return state == DesiredAccount.State.PRESENT || state == DesiredAccount.State.DISABLED;
    }

    /** The app is removed: only the version is kept, so that the same id never starts again below it. */
    public Decision withdrawn() {
        return new Decision(app, objectId, version, null, "", "appRemoved", trigger, null, "", type);
    }

    /** As in {@link DesiredAccount#slotKey()}: a membership is kept in the slot of its group. */
    public String slotKey() {
        return type == ObjectType.MEMBERSHIP ? DesiredAccount.key(app, objectId.substring(0, objectId.indexOf('/'))) : id();
    }

    public String id() {
        return DesiredAccount.key(app, objectId);
    }
}
