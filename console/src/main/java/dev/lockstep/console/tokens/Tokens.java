package dev.lockstep.console.tokens;

import dev.lockstep.console.audit.Ledger;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes, knows and deletes API tokens. */
public final class Tokens {
    /** A token that another replica deleted may still be taken for this long. */
    static final Duration REMEMBERED = Duration.ofSeconds(5);
    /** How exact "last used" is: a write per call would cost more than it tells. */
    static final Duration COARSE = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 10_000;

    private final TokenStore store;
    private final Ledger ledger;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Optional<Token> token, Instant until) {
    }

    /** @param text what the caller sends as bearer; shown this once */
    public record Created(Token token, String text) {
    }

    public Tokens(TokenStore store, Ledger ledger, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The grant of the token with this text; empty when there is none, or none any more. */
    public Optional<Grant> authenticate(String text) {
        return TokenText.isPlausible(text) ? current(TokenText.hash(text)).map(Token::grant) : Optional.empty();
    }

    /** As {@link #authenticate}, for who kept the hash. */
    public Optional<Grant> authenticateHash(String hash) {
        return current(hash).map(Token::grant);
    }

    private Optional<Token> current(String hash) {
        Instant now = clock.instant();
        Known remembered = known.get(hash);
        if (remembered == null || !now.isBefore(remembered.until())) {
            if (known.size() >= MOST_REMEMBERED) {
                known.clear();
            }
            remembered = new Known(store.byHash(hash), now.plus(REMEMBERED));
            known.put(hash, remembered);
            remembered.token().filter(token -> token.admits(now)).ifPresent(token -> noteUse(token, now));
        }
        return remembered.token().filter(token -> token.admits(now));
    }

    private void noteUse(Token token, Instant now) {
        if (token.lastUsedAt() == null || token.lastUsedAt().isBefore(now.minus(COARSE))) {
            store.used(token.id(), now);
        }
    }

    public Created create(String name, Role role, Set<String> apps, @Nullable Instant expiresAt, Caller by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String text = TokenText.generate();
        String id = "t-" + TokenText.randomText().substring(0, 16).toLowerCase(Locale.ROOT).replace('_', '-');
        Token token = new Token(id, TokenText.hash(text), name, role, apps, now, by.subject(), expiresAt, null, null);
        if (!store.insert(token)) {
            throw Problem.conflict("try-again", "The token could not be stored under a free id.", "Send the request again.");
        }
        try {
            ledger.tokenCreated(token);
        } catch (RuntimeException e) {
            // Nobody has seen its text: unrecorded, it must not stay.
            store.remove(id);
            throw e;
        }
        return new Created(token, text);
    }

    public List<Token> list(@Nullable String after, int limit) {
        return store.list(after, limit);
    }

    /** Repeatable: the token stays, powerless, until its deletion is recorded. */
    public void delete(String id, Caller by) {
        Token token = store.markDeleted(id, clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .orElseThrow(() -> Problem.notFound("The token", "GET /api/v1/tokens lists the tokens that exist."));
        known.remove(token.hash());
        ledger.tokenDeleted(token, by);
        store.remove(id);
    }
}
