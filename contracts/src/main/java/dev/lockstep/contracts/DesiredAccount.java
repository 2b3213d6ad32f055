package dev.lockstep.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole account that an object should have in an app: level, not edge. Key of the topic: {@code <app>/<objectId>}.
 *
 * <p>A group is told in the same words, without its members ({@code DISABLED} is never wanted of it: targets know no inactive
 * groups). Each membership is told by itself: type {@code MEMBERSHIP}, object id {@code <group>/<member>}, the references
 * {@link #GROUP} and {@link #MEMBER}, {@code PRESENT} or {@code DELETED}, nothing mapped; it travels in the slot of its group.
 *
 * @param version counter of the decision document of this app and object; only grows
 * @param userName the mapped user name, for people; empty when the mapping gives none
 * @param attributes SCIM path to JSON value (text, boolean, number, list, map), in mapping order. What is not named here is
 *        not Lockstep's business
 * @param onCreateOnly further paths that count only when the account is created
 * @param cleared paths that shall have no value in the target
 * @param references SCIM path to the object id of the directory object that is meant, for instance the manager
 * @param matching how to find an account that exists already, in order of precedence
 * @param reason why this state: {@code assigned}, {@code allUsers}, {@code unassigned}, {@code filteredOut},
 *        {@code softDeleted}, {@code accountDisabled}, {@code purged}
 * @param hash of everything that the target could see; equal hash = equal desire
 * @param causes ids of the events that led here
 * @param sourceAt time of the newest source event behind it, for latency
 * @param acceptedAt when ingest accepted that event
 * @param conditions how it may be written; null when every operation is allowed and nothing is special, as in messages of
 *        versions that did not know it
 * @param removals of a removal that belongs to many which were counted beforehand: how many they are; else null. The writer
 *        holds them all or none
 */
public record DesiredAccount(
        String app,
        ObjectType objectType,
        String objectId,
        State state,
        long version,
        String userName,
        Map<String, @Nullable Object> attributes,
        Map<String, @Nullable Object> onCreateOnly,
        Set<String> cleared,
        Map<String, String> references,
        List<MatchKey> matching,
        String reason,
        String hash,
        List<String> causes,
        Lane lane,
        @Nullable String syncId,
        @Nullable String requestId,
        String initiator,
        Instant sourceAt,
        Instant acceptedAt,
        @Nullable Conditions conditions,
        @Nullable Integer removals)
        implements Message {

    /** The reference of a membership to its group. */
    public static final String GROUP = "group";
    /** The reference of a membership to who is in the group. */
    public static final String MEMBER = "member";

    /** Not one of many. */
    public DesiredAccount(String app, ObjectType objectType, String objectId, State state, long version, String userName,
            Map<String, @Nullable Object> attributes, Map<String, @Nullable Object> onCreateOnly, Set<String> cleared,
            Map<String, String> references, List<MatchKey> matching, String reason, String hash, List<String> causes, Lane lane,
            @Nullable String syncId, @Nullable String requestId, String initiator, Instant sourceAt, Instant acceptedAt,
            @Nullable Conditions conditions) {
        this(app, objectType, objectId, state, version, userName, attributes, onCreateOnly, cleared, references, matching, reason, hash,
                causes, lane, syncId, requestId, initiator, sourceAt, acceptedAt, conditions, null);
    }

    /** Without conditions. */
    public DesiredAccount(String app, ObjectType objectType, String objectId, State state, long version, String userName,
            Map<String, @Nullable Object> attributes, Map<String, @Nullable Object> onCreateOnly, Set<String> cleared,
            Map<String, String> references, List<MatchKey> matching, String reason, String hash, List<String> causes, Lane lane,
            @Nullable String syncId, @Nullable String requestId, String initiator, Instant sourceAt, Instant acceptedAt) {
        this(app, objectType, objectId, state, version, userName, attributes, onCreateOnly, cleared, references, matching, reason, hash,
                causes, lane, syncId, requestId, initiator, sourceAt, acceptedAt, null);
    }

    public enum State {
        /** The account exists with these attributes; {@code active} among them. */
        PRESENT,
        /** The account, if there is one, is inactive; none is created. */
        DISABLED,
        /** There is no account. */
        DELETED
    }

    /** What may be done to an account, Entra's {@code flowTypes} of an object mapping. */
    public enum Operation {
        /** Create it when none is found. */
        ADD,
        /** Change it, which includes disabling and enabling. */
        UPDATE,
        /** Delete it. */
        DELETE
    }

    /**
     * How a desire may be written.
     *
     * @param operations what is allowed; what is not is skipped, and that is the outcome
     * @param always paths that are sent with every write, also when the account is known to have the value (Entra's
     *        {@code FlowAlways})
     * @param redacted paths whose values are written but never shown: what people read has {@link #REDACTED} in their place
     */
    public record Conditions(Set<Operation> operations, Set<String> always, Set<String> redacted) {
        /** Stands for a value that must not be shown. */
        public static final String REDACTED = "[Redact]";
        public static final Conditions NONE = new Conditions(Set.of(Operation.values()), Set.of(), Set.of());
    }

    /** The conditions, also when the message names none. */
    public Conditions conditionsOrNone() {
        return conditions == null ? Conditions.NONE : conditions;
    }

    /**
     * One way to find the account.
     *
     * @param path SCIM path, such as {@code userName} or {@code externalId}
     * @param value what it must equal
     */
    public record MatchKey(String path, String value) {
    }

    /** The topic key, which also fixes the slot. */
    public static String key(String app, String objectId) {
        return app + "/" + objectId;
    }

    public String key() {
        return key(app, objectId);
    }

    /** The id of a membership. */
    public static String membership(String group, String member) {
        return group + "/" + member;
    }

    /** The key whose slot this travels and is kept in: one replica writes a group and all its memberships. */
    public String slotKey() {
        return objectType == ObjectType.MEMBERSHIP ? key(app, references.get(GROUP)) : key();
    }
}
