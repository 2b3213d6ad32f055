package dev.lockstep.mapping.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When, by whom and why a schema came to count for an app.
 *
 * @param number counts an app's schemas from 1; never falls, also not when the app is removed and its id taken again
 * @param comment why, in the words of who saved it; null when nothing was said
 */
public record SchemaStamp(long number, String savedBy, Instant savedAt, @Nullable String comment) {
}
