package dev.lockstep.mapping.parked;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content of parked messages. */
public interface ParkedBytes {
    /** By id; what is not on the parked topic any more is left out. */
    Map<String, Value> read(Collection<ParkedMessage> messages);

    /** @param bytes null for a tombstone */
    record Value(byte @Nullable [] bytes) {
    }
}
