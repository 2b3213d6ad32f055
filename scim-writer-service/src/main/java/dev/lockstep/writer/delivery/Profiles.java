package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.ObjectType;

/** What a target's profile means for other resources than people. */
final class Profiles {
    private Profiles() {
    }

    /** A PUT of a group would take its members away, and no target knows inactive groups. */
    static TargetProfile of(TargetProfile profile, ObjectType type) {
        return type == ObjectType.USER ? profile : new TargetProfile(TargetProfile.UserUpdate.PATCH, profile.patchDialect(), profile.booleansAsText(),
                TargetProfile.Removal.DELETE, profile.filters(), profile.searchLagSeconds(), profile.idempotencyKey(), profile.listReadAhead(), profile.pageSize(),
                profile.omitExternalId());
    }
}
