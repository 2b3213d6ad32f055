package dev.lockstep.console.signin;

import dev.lockstep.console.audit.Ledger;
import dev.lockstep.console.tokens.Grant;
import dev.lockstep.console.tokens.TokenText;
import dev.lockstep.console.tokens.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens, knows and ends the sessions of people in a browser. */
public final class Sessions {
    /** A working day. */
    static final Duration LIFETIME = Duration.ofHours(12);
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int MOST_REMEMBERED = 10_000;

    private final SessionStore store;
    private final Tokens tokens;
    private final Ledger ledger;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Optional<Session> session, Instant until) {
    }

    public Sessions(SessionStore store, Tokens tokens, Ledger ledger, Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @return the value of a new cookie; always a fresh one, whatever the browser sent */
    public String open(Grant grant, String tokenText) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String cookie = TokenText.randomText();
        Session session = new Session(TokenText.hash(cookie), TokenText.hash(tokenText), now, now.plus(LIFETIME));
        store.removeExpired(now);
        ledger.signedIn(grant.caller(), session.hash());
        store.insert(session);
        return cookie;
    }

    /** Who has this cookie; empty when the session or its token is gone. */
    public Optional<Grant> find(String cookie) {
        Instant now = clock.instant();
        String hash = TokenText.hash(cookie);
        Known remembered = known.get(hash);
        if (remembered == null || !now.isBefore(remembered.until())) {
            if (known.size() >= MOST_REMEMBERED) {
                known.clear();
            }
            remembered = new Known(store.byHash(hash), now.plus(REMEMBERED));
            known.put(hash, remembered);
        }
        return remembered.session().filter(session -> now.isBefore(session.expiresAt()))
                .flatMap(session -> tokens.authenticateHash(session.tokenHash()));
    }

    public void end(String cookie) {
        String hash = TokenText.hash(cookie);
        store.remove(hash);
        known.remove(hash);
    }
}
