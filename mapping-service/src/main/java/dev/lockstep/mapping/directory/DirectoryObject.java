package dev.lockstep.mapping.directory;

import dev.lockstep.contracts.ObjectType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user or group as its sources tell it.
 *
 * @param revision counts the changes that were taken in; 1 after the first
 * @param parts what each source says
 * @param recent {@code <source>/<eventId>} of the last changes that were taken in, oldest first: a redelivery is known by them
 * @param sourceAt time that the source gave for the newest change
 * @param acceptedAt when ingest accepted that change
 */
public record DirectoryObject(
        String objectId,
        ObjectType type,
        long revision,
        List<Part> parts,
        List<String> recent,
        Instant sourceAt,
        Instant acceptedAt) {

    /** How many changes of one object a redelivered batch may hold and all be known again. */
    static final int REMEMBERED = 16;

    public DirectoryObject {
        parts = List.copyOf(parts);
        recent = List.copyOf(recent);
    }

    @Nullable Part part(String source) {
        for (Part part : parts) {
            if (part.source().equals(source)) {
                return part;
            }
        }
        return null;
    }

    /**
     * Whether it is there. A purge counts until a source creates the object anew. With a precedence the best source that
     * said anything decides; without, each source's removal counts until that source, or an explicit restore, takes it
     * back: another source's feed must not revive a leaver.
     */
    public Lifecycle lifecycle(Precedence precedence) {
        Part best = null;
        boolean removed = false;
        for (Part part : parts) {
            if (part.presence() == Lifecycle.PURGED) {
                return Lifecycle.PURGED;
            }
            removed |= part.presence() == Lifecycle.SOFT_DELETED;
            if (part.presence() != null && (best == null || precedence.outranks(part.source(), best.source()))) {
                best = part;
            }
        }
        if (best == null) {
            return Lifecycle.ACTIVE;
        }
        boolean ranked = precedence.sources().contains(best.source());
        return (ranked ? best.presence() == Lifecycle.SOFT_DELETED : removed) ? Lifecycle.SOFT_DELETED : Lifecycle.ACTIVE;
    }

    /** The object's attributes: for each the value of the best source that has one. */
    public Map<String, Object> attributes(Precedence precedence) {
        if (parts.size() == 1) {
            return parts.getFirst().values();
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        Map<String, Part> from = new LinkedHashMap<>();
        for (Part part : parts) {
            part.values().forEach((name, value) -> {
                Part holder = from.get(name);
                if (holder == null || beats(part, holder, name, precedence)) {
                    merged.put(name, value);
                    from.put(name, part);
                }
            });
        }
        return merged;
    }

    private static boolean beats(Part part, Part holder, String attribute, Precedence precedence) {
        if (precedence.rank(part.source()) != precedence.rank(holder.source())) {
            return precedence.outranks(part.source(), holder.source());
        }
        return seq(part.said(attribute)) > seq(holder.said(attribute));
    }

    private static long seq(@Nullable Stamp stamp) {
        return stamp == null ? 0 : stamp.seq();
    }

    /** Sign-in is blocked: {@code accountEnabled} is false. Absent means enabled. */
    public static boolean enabled(Map<String, Object> attributes) {
        return !"false".equalsIgnoreCase(String.valueOf(attributes.get("accountEnabled")));
    }
}
