package dev.lockstep.ingest.event;

import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of looking at one event by itself. */
public sealed interface Checked {
    /** Position in the request, from 0. */
    int index();

    /**
     * An event that can become a change.
     *
     * @param hash of its content
     * @param objectId the directory's, with the source's prefix
     * @param time what the event says, or null
     */
    record Event(
            int index, String id, String hash, ObjectType objectType, Operation operation, String objectId,
            Map<String, @Nullable Object> attributes, List<String> members, @Nullable Long version, @Nullable Instant time)
            implements Checked {
    }

    /**
     * An event that is refused.
     *
     * @param id the event's, or null when it has none that could be read
     * @param hash of what was refused, so that the same refusal is one fact
     * @param attribute the field or directory attribute at fault, or null
     * @param message holds no value of the event
     */
    record Rejected(int index, @Nullable String id, String hash, String code, @Nullable String attribute, String message)
            implements Checked {
    }
}
