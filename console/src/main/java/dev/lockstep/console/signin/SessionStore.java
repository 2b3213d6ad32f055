package dev.lockstep.console.signin;

import java.time.Instant;
import java.util.Optional;

/** Where sessions are kept, for all replicas of the console. */
public interface SessionStore {
    void insert(Session session);

    Optional<Session> byHash(String hash);

    void remove(String hash);

    void removeExpired(Instant now);
}
