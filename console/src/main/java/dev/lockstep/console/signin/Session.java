package dev.lockstep.console.signin;

import java.time.Instant;

/**
 * A person in a browser.
 *
 * @param hash SHA-256 of the cookie's value, in hex
 * @param tokenHash of the token that opened it: when the token goes, the session goes
 */
public record Session(String hash, String tokenHash, Instant createdAt, Instant expiresAt) {
}
