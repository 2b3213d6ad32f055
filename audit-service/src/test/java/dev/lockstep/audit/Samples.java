package dev.lockstep.audit;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.contracts.AccountOutcome.Http;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.contracts.AccountOutcome.Timings;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.codec.Codec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as the other services send them. */
public final class Samples {
    public static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

    private Samples() {
    }

    public static Envelope<DirectoryChange> change(String source, String eventId, String objectId) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("userPrincipalName", objectId + "@example.test");
        attributes.put("displayName", "Åsa Öberg-" + objectId);
        attributes.put("passwordProfile", Map.of("password", "hunter2"));
        attributes.put("manager", null);
        return Codec.envelope(source + "/" + eventId, "ingest", objectId, T0, new DirectoryChange(
                ObjectType.USER, DirectoryChange.Operation.UPSERT, objectId, attributes, List.of(), source, eventId, 7L,
                T0.minusSeconds(2), T0, null, "source:" + source));
    }

    public static AccountOutcome applied(String app, String objectId, int n) {
        return outcome(app, objectId, n, Result.APPLIED, Action.CREATE, null);
    }

    public static AccountOutcome outcome(String app, String objectId, int n, Result result, Action action, @Nullable Failure failure) {
        Instant accepted = T0.plusMillis(n);
        return new AccountOutcome("op-" + app + "-" + objectId + "-" + n, app, ObjectType.USER, objectId, objectId + "@Example.test", "t-" + objectId,
                result, action, n, result == Result.SUPERSEDED ? n + 1L : null, "assigned", List.of("hr/evt-" + n), Lane.LIVE, null, null,
                "source:hr", List.of(new Step("match", "success", "No account matched."), new Step("export", "success", "Created.")),
                List.of(new Change("userName", null, objectId + "@Example.test"), new Change("name.familyName", null, "Öberg" + n)),
                failure, new Http("POST", failure == null ? 201 : 400, 12), 1,
                new Timings(accepted.minusMillis(500), accepted, accepted.plusMillis(50), accepted.plusMillis(120)));
    }

    public static Failure failure(String type, String code) {
        return new Failure(type, code, "The target refused it.", type.equals("transient") ? T0.plusSeconds(60) : null);
    }

    public static Activity activity(String id, String action, String status, @Nullable String app, Instant time) {
        return new Activity(id, time, action, status, app, null, null, "service:writer", List.of(), "Something happened.", List.of(),
                status.equals("failure") ? new Activity.Failure("credentials-refused", "The app refuses the token.") : null, Map.of());
    }

    public static Envelope<Message> envelope(AccountOutcome outcome) {
        return Codec.envelope(outcome.factId(), "writer", outcome.app() + "/" + outcome.objectId(), outcome.timings().finishedAt(), outcome);
    }

    public static Envelope<Message> envelope(Activity activity) {
        return Codec.envelope(activity.factId(), "writer", activity.factId(), activity.time(), activity);
    }
}
