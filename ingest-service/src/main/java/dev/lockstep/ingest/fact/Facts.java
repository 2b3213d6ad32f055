package dev.lockstep.ingest.fact;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.ingest.Outbox;
import dev.lockstep.ingest.leaver.HeldLeavers.HeldLeaver;
import dev.lockstep.kit.publish.Outgoing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the facts that this service tells the audit. */
public final class Facts {
    private Facts() {
    }

    /**
     * An event or a row that was refused.
     *
     * @param place names it for good: the event id and content hash, or the upload and row
     * @param where the attribute or column at fault, or null
     * @param message never with a value of the input in it
     */
    public record Refused(
            String source, String place, @Nullable String eventId, @Nullable String objectId, @Nullable String where,
            String code, String message, Map<String, @Nullable Object> detail) {
    }

    public static Outgoing rejected(Refused refused, String initiator, Instant time) {
        String factId = "rejected/" + refused.source() + "/" + refused.place();
        Map<String, @Nullable Object> detail = new LinkedHashMap<>(refused.detail());
        detail.put("source", refused.source());
        if (refused.where() != null) {
            detail.put("attribute", refused.where());
        }
        return outgoing(new Activity(factId, time, "inputRejected", "failure", null, refused.objectId(), null, initiator,
                refused.eventId() == null ? List.of() : List.of(refused.eventId()),
                "Input of source " + refused.source() + " refused: " + refused.code(), List.of(),
                new Activity.Failure(refused.code(), refused.message()), detail), refused.source());
    }

    /** A snapshot lacks too many: their leaving waits for a person. */
    public static Outgoing held(String source, String uploadId, int leavers, long known, String initiator, Instant time) {
        return outgoing(new Activity("leavers/" + source + "/" + uploadId, time, "hold", "warning", null, null, null, initiator, List.of(),
                leavers + " of " + known + " objects of source " + source + " are missing from its snapshot; they are held until a person decides.", List.of(), null,
                Map.of("source", source, "uploadId", uploadId, "leavers", leavers, "known", known, "decision", "held")), source);
    }

    /** What a person decided about one held leaver; the same decision again is the same fact. */
    public static Outgoing decided(HeldLeaver leaver, String decision, String by, String reason, Instant time) {
        return outgoing(new Activity("leavers/" + leaver.source() + "/" + leaver.uploadId() + "/" + leaver.key() + "/" + decision, time, "hold", "success",
                null, leaver.key(), null, by, List.of(), "The held leaver was " + decision + ": " + reason, List.of(), null,
                Map.of("source", leaver.source(), "uploadId", leaver.uploadId(), "decision", decision, "reason", reason)), leaver.source());
    }

    /** What an administrator did with a source. An administrator's act happens once, so its id is its own. */
    public static Outgoing admin(
            String source, String initiator, Instant time, String summary, List<AccountOutcome.Change> changes, Map<String, @Nullable Object> detail) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(detail);
        all.put("source", source);
        return outgoing(new Activity("admin/ingest/" + UUID.randomUUID(), time, "admin", "success", null, null, null, initiator,
                List.of(), summary, changes, null, all), source);
    }

    private static Outgoing outgoing(Activity activity, String source) {
        String subject = activity.objectId() == null ? "source/" + source : activity.objectId();
        return Outgoing.of(Topic.ACTIVITY, subject,
                Codec.envelope(activity.factId(), Outbox.SERVICE, subject, activity.time(), activity));
    }
}
