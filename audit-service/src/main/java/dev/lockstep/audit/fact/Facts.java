package dev.lockstep.audit.fact;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.SyncMarker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the fact of the ledger from a message. */
public final class Facts {
    private Facts() {
    }

    /** Empty for messages that are no fact: desires, markers, settings. */
    public static Optional<Fact> of(Envelope<? extends Message> envelope) {
        return switch (envelope.data()) {
            case DirectoryChange change -> Optional.of(accepted(envelope.id(), change));
            case AccountOutcome outcome -> Optional.of(Outcomes.fact(outcome, envelope.time()));
            case Activity activity -> Optional.of(reported(activity));
            case DesiredAccount d -> Optional.empty();
            case Reevaluate r -> Optional.empty();
            case SyncMarker m -> Optional.empty();
            case AppConfig c -> Optional.empty();
        };
    }

    /** A change on the topic is its own "accepted" fact. */
    private static Fact accepted(String envelopeId, DirectoryChange change) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("source", change.source());
        detail.put("eventId", change.eventId());
        detail.put("operation", change.operation().name().toLowerCase(Locale.ROOT));
        detail.put("effectiveAt", change.effectiveAt().toString());
        if (change.version() != null) {
            detail.put("version", change.version());
        } else {
            // Without versions the order of the topic decides, and the record says so.
            detail.put("order", "topic");
        }
        if (change.uploadId() != null) {
            detail.put("uploadId", change.uploadId());
        }
        return new Fact(
                FactId.ofInput(envelopeId), millis(change.acceptedAt()), Action.INPUT_ACCEPTED, Action.SUCCESS,
                null, change.objectId(), type(change.objectType()), userName(change), change.initiator(),
                List.of(envelopeId), summary(change), List.of(), changes(change), null, null, null, null,
                between(change.effectiveAt(), change.acceptedAt()), null, null, null, detail);
    }

    private static String summary(DirectoryChange change) {
        String what = switch (change.operation()) {
            case UPSERT -> "State";
            case MERGE -> "Change";
            case ADD_MEMBERS -> "New members";
            case REMOVE_MEMBERS -> "Removed members";
            case SOFT_DELETE -> "Departure";
            case RESTORE -> "Return";
            case PURGE -> "Removal";
        };
        return what + " of a " + type(change.objectType()) + " accepted from source " + change.source() + ".";
    }

    private static List<Change> changes(DirectoryChange change) {
        Map<String, @Nullable Object> attributes = orEmpty(change.attributes());
        List<Change> changes = new ArrayList<>(attributes.size() + 1);
        attributes.forEach((name, value) -> changes.add(new Change(name, null, value)));
        if (!orEmpty(change.members()).isEmpty()) {
            boolean added = change.operation() != DirectoryChange.Operation.REMOVE_MEMBERS;
            changes.add(new Change("members", added ? null : change.members(), added ? change.members() : null));
        }
        return Redaction.of(changes);
    }

    private static @Nullable String userName(DirectoryChange change) {
        return orEmpty(change.attributes()).get("userPrincipalName") instanceof String name ? name : null;
    }

    private static Fact reported(Activity activity) {
        Activity.Failure failure = activity.failure();
        return new Fact(
                FactId.of(activity.factId()), millis(activity.time()), activity.action(), activity.status(),
                activity.app(), activity.objectId(), null, activity.userName(), activity.initiator(),
                orEmpty(activity.causes()), activity.summary(), List.of(), Redaction.of(orEmpty(activity.changes())),
                failure == null ? null : new Fact.Error(null, failure.code(), failure.message(), null),
                null, null, null, null, null, null, null, Redaction.of(orEmpty(activity.detail())));
    }

    /** The store keeps milliseconds; what is shown and what is compared must be the same. */
    static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    static @Nullable Long between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null || from.isAfter(to) ? null : ChronoUnit.MILLIS.between(from, to);
    }

    static String type(ObjectType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String nullIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Older or foreign messages may leave lists and maps out. */
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, @Nullable Object> orEmpty(@Nullable Map<String, @Nullable Object> map) {
        return map == null ? Map.of() : map;
    }
}
