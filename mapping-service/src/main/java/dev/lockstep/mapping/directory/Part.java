package dev.lockstep.mapping.directory;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one source says of an object.
 *
 * @param whole when the source last gave the whole object; null when it never did
 * @param single when it last gave one attribute since then, by attribute name; an attribute without an entry is as old as
 *        {@code whole}
 * @param values what it says; an attribute without an entry has no value
 * @param presence what it last said of the object's being there; null when it never said
 * @param presenceAt when it said so
 */
public record Part(
        String source,
        @Nullable Stamp whole,
        Map<String, Stamp> single,
        Map<String, Object> values,
        @Nullable Lifecycle presence,
        @Nullable Stamp presenceAt) {

    static Part of(String source) {
        return new Part(source, null, Map.of(), Map.of(), null, null);
    }

    /** When the attribute was last said, or null when never. */
    @Nullable Stamp said(String attribute) {
        return single.getOrDefault(attribute, whole);
    }

    Part present(@Nullable Lifecycle now, @Nullable Stamp at) {
        return new Part(source, whole, single, values, now, at);
    }

    Part saying(@Nullable Stamp newWhole, Map<String, Stamp> newSingle, Map<String, Object> newValues) {
        return new Part(source, newWhole, newSingle, newValues, presence, presenceAt);
    }
}
