package dev.lockstep.console.tokens;

import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API token as it is stored: nothing in here lets anybody in.
 *
 * @param id public name of the token for lists and deletion
 * @param hash SHA-256 of the token's text, in hex
 * @param apps the only apps that it may see; empty for all
 * @param expiresAt null when it never expires
 * @param lastUsedAt to within {@link Tokens#COARSE}; null when never used
 * @param deletedAt set when a deletion has begun; such a token lets nobody in
 */
public record Token(String id, String hash, String name, Role role, Set<String> apps, Instant createdAt, String createdBy,
        @Nullable Instant expiresAt, @Nullable Instant lastUsedAt, @Nullable Instant deletedAt) {
    public Token {
        apps = Set.copyOf(apps);
    }

    boolean admits(Instant now) {
        return deletedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    public Grant grant() {
        return new Grant(id, new Caller("token:" + name, Set.of(role)), apps);
    }
}
