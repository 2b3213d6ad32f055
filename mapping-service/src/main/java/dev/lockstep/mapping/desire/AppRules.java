package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.AppConfig.OnPurge;

/**
 * What deciding for an app depends on.
 *
 * @param everybody scope "all users"; else only who is assigned
 * @param salt makes what expressions draw at random the same each time for one person, and unknown to others
 */
public record AppRules(String app, boolean everybody, OnPurge onPurge, String salt, UserMapping mapping) {
}
