package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.mapping.app.App;
import java.util.random.RandomGenerator;

/**
 * What deciding for an app depends on.
 *
 * @param everybody scope "all users"; else only who is assigned
 * @param leaveAlone whether accounts of people who go out of scope stay as they are
 * @param salt makes what expressions draw at random the same each time for one person, and unknown to others
 */
public record AppRules(String app, boolean everybody, OnPurge onPurge, boolean leaveAlone, String salt, UserMapping mapping) {
    public static AppRules of(App app, UserMapping mapping) {
        return new AppRules(app.id(), app.everybody(), app.onPurge(), app.policies().skipOutOfScopeDeletions(), app.salt(), mapping);
    }

    /** What expressions draw for a person: the same each time. */
    public RandomGenerator chance(String objectId) {
        return new Chance(salt, objectId);
    }
}
