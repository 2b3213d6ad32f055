package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount.State;
import org.jspecify.annotations.Nullable;

/**
 * What an app's rules want for a person, before anybody asks whether it is news.
 *
 * @param state null when no account is or was wanted
 * @param reason as in {@link dev.lockstep.contracts.DesiredAccount#reason()}
 * @param mapped empty without an account
 * @param leftAlone who goes out of scope keeps the account as it is
 */
public record Wish(@Nullable State state, String reason, UserMapping.Mapped mapped, boolean leftAlone) {
}
