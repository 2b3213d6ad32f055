package dev.lockstep.console.tokens;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tokens in a map; passes the same contract as the Mongo adapter. */
final class InMemoryTokenStore implements TokenStore {
    private final TreeMap<String, Token> tokens = new TreeMap<>();

    @Override
    public boolean insert(Token token) {
        return tokens.putIfAbsent(token.id(), token) == null;
    }

    @Override
    public Optional<Token> byHash(String hash) {
        return tokens.values().stream().filter(token -> token.hash().equals(hash)).findFirst();
    }

    @Override
    public Optional<Token> byId(String id) {
        return Optional.ofNullable(tokens.get(id));
    }

    @Override
    public List<Token> list(@Nullable String after, int limit) {
        return (after == null ? tokens : tokens.tailMap(after, false)).values().stream().limit(limit).toList();
    }

    @Override
    public boolean hasAdmin() {
        return tokens.values().stream().anyMatch(token -> token.role() == dev.lockstep.kit.web.Role.ADMIN && token.deletedAt() == null);
    }

    @Override
    public Optional<Token> markDeleted(String id, Instant at) {
        tokens.computeIfPresent(id, (key, t) -> t.deletedAt() != null ? t : new Token(t.id(), t.hash(), t.name(), t.role(), t.apps(),
                t.createdAt(), t.createdBy(), t.expiresAt(), t.lastUsedAt(), at));
        return byId(id);
    }

    @Override
    public void remove(String id) {
        tokens.remove(id);
    }

    @Override
    public void used(String id, Instant at) {
        tokens.computeIfPresent(id, (key, t) -> new Token(t.id(), t.hash(), t.name(), t.role(), t.apps(), t.createdAt(), t.createdBy(),
                t.expiresAt(), at, t.deletedAt()));
    }
}
