package dev.lockstep.console.audit;

import dev.lockstep.console.tokens.Token;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.web.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says on the activity topic what the console did: tokens made and deleted, sign-ins tried. Returns when acknowledged. */
public final class Ledger {
    private static final String SELF = "console";
    private final Publisher publisher;
    private final Clock clock;

    public Ledger(Publisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    public void tokenCreated(Token token) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change("name", null, token.name()));
        changes.add(new Change("role", null, token.role().name().toLowerCase(Locale.ROOT)));
        if (!token.apps().isEmpty()) {
            changes.add(new Change("apps", null, token.apps().stream().sorted().toList()));
        }
        if (token.expiresAt() != null) {
            changes.add(new Change("expiresAt", null, token.expiresAt().toString()));
        }
        say("token-created." + token.id(), "token/" + token.id(), "admin", "success", token.createdBy(), token.createdAt(),
                "API token made.", changes, null, Map.of("tokenId", token.id()));
    }

    public void tokenDeleted(Token token, Caller by) {
        Instant at = token.deletedAt() == null ? clock.instant() : token.deletedAt();
        say("token-deleted." + token.id(), "token/" + token.id(), "admin", "success", by.subject(), at,
                "API token deleted.", List.of(new Change("name", token.name(), null),
                        new Change("role", token.role().name().toLowerCase(Locale.ROOT), null)), null, Map.of("tokenId", token.id()));
    }

    /** @param sessionHash identifies the session without opening it */
    public void signedIn(Caller caller, String sessionHash) {
        say("sign-in." + sessionHash, caller.subject(), "signIn", "success", caller.subject(), clock.instant(),
                "Signed in to the web console.", List.of(), null, Map.of());
    }

    public void signInRefused(String requestId, String code, String message) {
        say("sign-in-refused." + requestId, "sign-in", "signIn", "failure", "anonymous", clock.instant(),
                "Sign-in to the web console refused.", List.of(), new Activity.Failure(code, message), Map.of());
    }

    private void say(String factId, String subject, String action, String status, String initiator, Instant at, String summary,
            List<Change> changes, Activity.@Nullable Failure failure, Map<String, @Nullable Object> detail) {
        Activity activity = new Activity(factId, at, action, status, null, null, null, initiator, List.of(), summary, changes, failure, detail);
        publisher.publish(List.of(Outgoing.of(Topic.ACTIVITY, subject, Codec.envelope(factId, SELF, subject, at, activity))));
    }
}
