package dev.lockstep.ingest.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to events; {@code accepted + duplicates + rejected} = what was sent.
 *
 * @param accepted new ones, now on the topic
 * @param duplicates sent before with the same content; no further effect
 */
public record Receipt(int accepted, int duplicates, List<Refused> rejected) {
    /** @param index position in the request, from 0 */
    public record Refused(int index, @Nullable String id, String code, @Nullable String attribute, String message) {
    }
}
