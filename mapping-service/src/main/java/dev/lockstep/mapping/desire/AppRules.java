package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.AppConfig.OnPurge;
import java.util.random.RandomGenerator;

/**
 * What deciding for an app depends on.
 *
 * @param everybody scope "all users"; else only who is assigned
 * @param salt makes what expressions draw at random the same each time for one person, and unknown to others
 */
public record AppRules(String app, boolean everybody, OnPurge onPurge, String salt, UserMapping mapping) {

    /** What expressions draw for a person: the same each time. */
    public RandomGenerator chance(String objectId) {
        return new Chance(salt, objectId);
    }
}
