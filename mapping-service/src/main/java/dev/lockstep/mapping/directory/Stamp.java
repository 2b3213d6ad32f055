package dev.lockstep.mapping.directory;

import org.jspecify.annotations.Nullable;

/**
 * When something was last said.
 *
 * @param version the source's version, or null where the source has none (then topic order counts)
 * @param seq the object's revision at that moment: orders what different sources said
 */
public record Stamp(@Nullable Long version, long seq) {

    /** Whether news of this version count after what was said here before. */
    static boolean admits(@Nullable Stamp stored, @Nullable Long version) {
        return version == null || stored == null || stored.version == null || version > stored.version;
    }
}
