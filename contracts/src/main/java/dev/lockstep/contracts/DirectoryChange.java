package dev.lockstep.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of one user or group, as a source reported it. A change on the topic <em>is</em> its own "accepted" fact.
 *
 * @param objectId the source's immutable id of the object, global; key of the topic
 * @param attributes by Microsoft Graph attribute name: text, number, boolean, list or map. For {@code UPSERT} the whole
 *        object, for {@code MERGE} a JSON merge patch (RFC 7396; null removes)
 * @param members for {@code ADD_MEMBERS} and {@code REMOVE_MEMBERS}: object ids; else empty
 * @param source id of the source that reported it
 * @param eventId the source's id of the event; unique per source
 * @param version the source's version of the object, or null where the source has none (then topic order counts)
 * @param effectiveAt the time that the source gives for the change
 * @param acceptedAt when ingest accepted it
 * @param uploadId the file that it came with, or null
 * @param initiator who posted it, for the record: {@code source:<id>} or {@code token:<name>}
 */
public record DirectoryChange(
        ObjectType objectType,
        Operation operation,
        String objectId,
        Map<String, @Nullable Object> attributes,
        List<String> members,
        String source,
        String eventId,
        @Nullable Long version,
        Instant effectiveAt,
        Instant acceptedAt,
        @Nullable String uploadId,
        String initiator)
        implements Message {

    public enum Operation {
        UPSERT, MERGE, ADD_MEMBERS, REMOVE_MEMBERS, SOFT_DELETE, RESTORE, PURGE
    }
}
