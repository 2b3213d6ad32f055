package dev.lockstep.console.tokens;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where tokens are kept. */
public interface TokenStore {
    /** @return false when there is one with this id already; then nothing is changed */
    boolean insert(Token token);

    Optional<Token> byHash(String hash);

    Optional<Token> byId(String id);

    /** In order of id. @param after null for the start */
    List<Token> list(@Nullable String after, int limit);

    boolean hasAdmin();

    /** From now on the token lets nobody in; the first such time stays. @return the token; empty when there is none */
    Optional<Token> markDeleted(String id, Instant at);

    void remove(String id);

    void used(String id, Instant at);
}
