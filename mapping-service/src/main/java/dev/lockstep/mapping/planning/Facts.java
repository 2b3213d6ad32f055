package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.UserMapping;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this service says, with ids derived from causes: a repetition carries the same id. */
public final class Facts {
    private static final String SOURCE = "mapping";

    private Facts() {
    }

    static String cause(DirectoryChange change) {
        return change.source() + "/" + change.eventId();
    }

    static Outgoing desired(DesiredAccount desired, Instant now) {
        return new Outgoing(Topic.ACCOUNT_DESIRED, desired.key(),
                Codec.envelope(desired.key() + "/" + desired.version(), SOURCE, desired.key(), now, desired), desired.slotKey(), null);
    }

    /** @param cause what it follows from; with the object it makes the id */
    public static Outgoing reevaluate(String cause, Instant time, Reevaluate reevaluate) {
        return Outgoing.of(Topic.DIRECTORY_REEVALUATE, reevaluate.objectId(),
                Codec.envelope(cause + "/" + reevaluate.objectId(), SOURCE, reevaluate.objectId(), time, reevaluate));
    }

    /** Of one group; several questions may have one cause. */
    public static Outgoing reevaluateMembers(String cause, Instant time, Reevaluate reevaluate) {
        String first = reevaluate.members() == null || reevaluate.members().isEmpty() ? "" : reevaluate.members().getFirst();
        return Outgoing.of(Topic.DIRECTORY_REEVALUATE, reevaluate.objectId(), Codec.envelope(
                cause + "/" + reevaluate.objectId() + "/" + first + (reevaluate.app() == null ? "" : "/" + reevaluate.app()),
                SOURCE, reevaluate.objectId(), time, reevaluate));
    }

    static Outgoing reevaluateMember(String cause, Instant time, String objectId, Lane lane, String initiator) {
        return reevaluate(cause, time,
                new Reevaluate(ObjectType.USER, objectId, null, List.of(cause), lane, null, null, initiator));
    }

    public static Outgoing activity(Activity activity) {
        String subject = activity.objectId() != null ? activity.objectId() : activity.app() != null ? activity.app() : activity.factId();
        return Outgoing.of(Topic.ACTIVITY, subject,
                Codec.envelope(activity.factId(), SOURCE, subject, activity.time(), activity));
    }

    public static Outgoing config(AppConfig config, Instant now) {
        return Outgoing.of(Topic.APP_CONFIG, config.app(),
                Codec.envelope(config.app() + "/" + config.configVersion(), SOURCE, config.app(), now, config));
    }

    public static Outgoing marker(Topic topic, SyncMarker marker, Instant now) {
        return Outgoing.toPartition(topic, marker.partition(), marker.key(),
                Codec.envelope(marker.syncId() + "/" + topic.topicName() + "/" + marker.partition(), SOURCE, marker.app(), now, marker));
    }

    static Activity stale(DirectoryChange change, String reason, Instant now) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("source", change.source());
        detail.put("operation", change.operation().name());
        detail.put("version", change.version());
        return new Activity("stale/" + cause(change), now, "inputRejected", "warning", null, change.objectId(), null,
                change.initiator(), List.of(cause(change)), "The change had no effect: " + reason + ".", List.of(),
                new Activity.Failure("stale", reason), detail);
    }

    static Activity outOfScope(Decision decision, @Nullable String userName, List<String> causes, String initiator, Instant now) {
        return new Activity("scope/" + decision.id() + "/" + decision.trigger(), now, "scope", "skipped", decision.app(),
                decision.objectId(), userName, initiator, causes, sentence(decision),
                List.of(), null, Map.of("reason", decision.reason()));
    }

    /**
     * Changes of an object that ask for nothing new: without it nobody could tell them from changes that were lost. One for all
     * apps, because most changes concern few of them.
     *
     * @param apps in which what was decided before stands
     */
    static Activity nothingNew(String objectId, @Nullable String userName, Asked changes, List<String> apps, Instant now) {
        return new Activity("known/" + objectId + "/" + changes.trigger(), now, "skip", "skipped", null, objectId, userName,
                changes.initiator(), changes.causes(), "Nothing new is asked of " + (apps.size() == 1 ? apps.getFirst() : apps.size() + " apps") + ".",
                List.of(), null, Map.of("apps", apps));
    }

    static Activity mappingFailed(
            Decision decision, UserMapping.Failure failure, @Nullable String userName, List<String> causes, String initiator, Instant now) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("attribute", failure.targetAttribute());
        detail.put("expression", failure.expression());
        detail.put("code", failure.code());
        return new Activity("mapping-failed/" + decision.id() + "/" + decision.version() + "/" + failure.targetAttribute(), now,
                "scope", "failure", decision.app(), decision.objectId(), userName, initiator, causes,
                "The mapping of " + failure.targetAttribute() + " failed; the other attributes flow.", List.of(),
                new Activity.Failure("mapping-failed", failure.message()), detail);
    }

    private static String sentence(Decision decision) {
        return decision.type() == ObjectType.GROUP ? "The group is not wanted: " + groupSentence(decision.reason()) + "."
                : "No account is wanted: " + sentence(decision.reason()) + ".";
    }

    /** A reason for or against a group in words. */
    public static String groupSentence(String reason) {
        return switch (reason) {
            case "unassigned" -> "the group itself is not assigned to the app";
            case "filteredOut" -> "the group does not pass the scoping filter";
            case "softDeleted" -> "the group is deleted in the source";
            case "purged" -> "the group is deleted for good";
            case "assigned" -> "the group is assigned to the app";
            case "allUsers" -> "the app's scope is all users and groups";
            default -> reason;
        };
    }

    /** A reason for or against a person in words. */
    public static String sentence(String reason) {
        return switch (reason) {
            case "unassigned" -> "neither the user nor a group of the user is assigned to the app";
            case "filteredOut" -> "the user does not pass the scoping filter";
            case "softDeleted" -> "the user is deleted in the source";
            case "accountDisabled" -> "the user's sign-in is blocked in the source";
            case "purged" -> "the user is deleted for good";
            case "assigned" -> "the user is assigned to the app";
            case "allUsers" -> "the app's scope is all users";
            default -> reason;
        };
    }
}
