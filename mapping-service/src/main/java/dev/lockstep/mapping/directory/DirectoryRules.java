package dev.lockstep.mapping.directory;

import dev.lockstep.contracts.DirectoryChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a change acts on an object. Versions are level-triggered and compare within one source: an upsert sets everything that
 * is older, a merge each attribute that is older, a removal or restore whether the object is there. Without versions the
 * order of the topic counts.
 */
public final class DirectoryRules {
    private DirectoryRules() {
    }

    /** @param stored null when the object is not known yet */
    public static Applied apply(@Nullable DirectoryObject stored, DirectoryChange change, Precedence precedence) {
        String event = change.source() + "/" + change.eventId();
        if (stored != null && stored.recent().contains(event)) {
            return new Applied.Repeated(stored);
        }
        List<Part> parts = stored == null ? List.of() : stored.parts();
        Part part = stored == null ? null : stored.part(change.source());
        Part known = part == null ? Part.of(change.source()) : part;
        boolean purged = stored != null && stored.lifecycle(precedence) == Lifecycle.PURGED;
        Stamp now = new Stamp(change.version(), stored == null ? 1 : stored.revision() + 1);
        return switch (change.operation()) {
            case UPSERT -> {
                if (purged && !mayRecreate(parts, known, precedence)) {
                    yield new Applied.Stale("another source purged the object");
                }
                Part next = upsert(known, change.attributes(), now);
                if (next == null || purged && next.presence() != Lifecycle.ACTIVE) {
                    yield older();
                }
                List<Part> living = purged ? forgetPurge(parts) : parts;
                yield changed(stored, change, replace(living, next), now.seq(), event);
            }
            case MERGE -> {
                if (purged) {
                    yield new Applied.Stale("the object is purged");
                }
                Part next = merge(known, change.attributes(), now);
                yield next == null ? older() : changed(stored, change, replace(parts, next), now.seq(), event);
            }
            case SOFT_DELETE -> {
                if (purged) {
                    yield new Applied.Stale("the object is purged");
                }
                yield Stamp.admits(known.presenceAt(), change.version())
                        ? changed(stored, change, replace(parts, known.present(Lifecycle.SOFT_DELETED, now)), now.seq(), event)
                        : older();
            }
            case RESTORE -> {
                if (purged) {
                    yield new Applied.Stale("the object is purged: only a whole object can create it anew");
                }
                yield Stamp.admits(known.presenceAt(), change.version())
                        ? changed(stored, change, replace(restored(parts, known, precedence), known.present(Lifecycle.ACTIVE, now)), now.seq(), event)
                        : older();
            }
            case PURGE -> Stamp.admits(known.presenceAt(), change.version())
                    ? changed(stored, change, purge(replace(parts, known.present(Lifecycle.PURGED, now)), now), now.seq(), event)
                    : older();
            case ADD_MEMBERS, REMOVE_MEMBERS -> throw new IllegalArgumentException("memberships are edges, not part of an object");
        };
    }

    private static Applied older() {
        return new Applied.Stale("a newer version of the same source is stored");
    }

    private static Applied changed(
            @Nullable DirectoryObject stored, DirectoryChange change, List<Part> parts, long revision, String event) {
        List<String> recent = new ArrayList<>(stored == null ? List.of() : stored.recent());
        recent.add(event);
        if (recent.size() > DirectoryObject.REMEMBERED) {
            recent.removeFirst();
        }
        return new Applied.Changed(new DirectoryObject(
                change.objectId(), stored == null ? change.objectType() : stored.type(), revision, parts, recent,
                change.effectiveAt(), change.acceptedAt()));
    }

    /** Null when everything stored is newer. */
    private static @Nullable Part upsert(Part part, Map<String, @Nullable Object> attributes, Stamp now) {
        if (!Stamp.admits(part.whole(), now.version())) {
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (value != null) {
                values.put(name, value);
            }
        });
        Map<String, Stamp> newer = new LinkedHashMap<>();
        part.single().forEach((name, stamp) -> {
            if (!Stamp.admits(stamp, now.version())) {
                newer.put(name, stamp);
                Object kept = part.values().get(name);
                if (kept == null) {
                    values.remove(name);
                } else {
                    values.put(name, kept);
                }
            }
        });
        Part said = part.saying(now, newer, values);
        return Stamp.admits(part.presenceAt(), now.version()) ? said.present(Lifecycle.ACTIVE, now) : said;
    }

    private static @Nullable Part merge(Part part, Map<String, @Nullable Object> patch, Stamp now) {
        Map<String, Object> values = new LinkedHashMap<>(part.values());
        Map<String, Stamp> single = new LinkedHashMap<>(part.single());
        boolean any = patch.isEmpty();
        for (Map.Entry<String, @Nullable Object> entry : patch.entrySet()) {
            String name = entry.getKey();
            if (!Stamp.admits(part.said(name), now.version())) {
                continue;
            }
            any = true;
            single.put(name, now);
            Object merged = MergePatch.apply(values.get(name), entry.getValue());
            if (merged == null) {
                values.remove(name);
            } else {
                values.put(name, merged);
            }
        }
        return any ? part.saying(part.whole(), single, values) : null;
    }

    /** The source that purged may bring the person back as a rehire, and so may one that is believed before it. */
    private static boolean mayRecreate(List<Part> parts, Part by, Precedence precedence) {
        return parts.stream().filter(p -> p.presence() == Lifecycle.PURGED)
                .allMatch(p -> p.source().equals(by.source()) || precedence.outranks(by.source(), p.source()));
    }

    private static List<Part> forgetPurge(List<Part> parts) {
        return parts.stream().map(p -> p.presence() == Lifecycle.PURGED ? p.present(null, p.presenceAt()) : p).toList();
    }

    /** A restore takes back the removals of sources that are not believed before this one. */
    private static List<Part> restored(List<Part> parts, Part by, Precedence precedence) {
        return parts.stream()
                .map(p -> p.presence() == Lifecycle.SOFT_DELETED && !precedence.outranks(p.source(), by.source())
                        ? p.present(Lifecycle.ACTIVE, p.presenceAt()) : p)
                .toList();
    }

    /** Personal data goes, versions stay: what arrives late must not bring it back. */
    private static List<Part> purge(List<Part> parts, Stamp now) {
        return parts.stream()
                .map(p -> p.saying(p.presence() == Lifecycle.PURGED ? newest(p, now) : newest(p, p.whole()), Map.of(), Map.of()))
                .toList();
    }

    private static @Nullable Stamp newest(Part part, @Nullable Stamp start) {
        Stamp newest = start;
        for (Stamp stamp : part.single().values()) {
            if (newest == null || stamp.version() != null && Stamp.admits(newest, stamp.version())) {
                newest = stamp;
            }
        }
        return newest;
    }

    private static List<Part> replace(List<Part> parts, Part next) {
        List<Part> all = new ArrayList<>(parts.size() + 1);
        boolean found = false;
        for (Part part : parts) {
            boolean same = part.source().equals(next.source());
            found |= same;
            all.add(same ? next : part);
        }
        if (!found) {
            all.add(next);
        }
        return all;
    }
}
