package dev.lockstep.targets;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resources of one type in memory, in the order of their creation, with the two look-ups that provisioning uses.
 * Holds what it is given: callers hand in and take out copies.
 */
final class Shelf<R> {

    enum Stored { YES, NAME_TAKEN, UNKNOWN_ID }

    private record Slot<R>(long place, R resource) {}

    private final Function<R, @Nullable String> uniqueName;
    private final Function<R, @Nullable String> externalId;
    private final Map<String, Slot<R>> byId = new ConcurrentHashMap<>();
    private final Map<String, String> idByName = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> idsByExternalId = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, String> places = new ConcurrentSkipListMap<>();
    private long nextPlace;

    /**
     * @param uniqueName the value that only one resource may have, compared without regard to letter case (RFC 7643,
     *     section 4.1.1, for userName); null where there is none
     */
    Shelf(Function<R, @Nullable String> uniqueName, Function<R, @Nullable String> externalId) {
        this.uniqueName = uniqueName;
        this.externalId = externalId;
    }

    synchronized Stored add(String id, R resource) {
        String name = nameOf(resource);
        if (name != null && idByName.putIfAbsent(name, id) != null) {
            return Stored.NAME_TAKEN;
        }
        long place = nextPlace++;
        byId.put(id, new Slot<>(place, resource));
        places.put(place, id);
        link(id, resource);
        return Stored.YES;
    }

    synchronized Stored replace(String id, R resource) {
        Slot<R> old = byId.get(id);
        if (old == null) {
            return Stored.UNKNOWN_ID;
        }
        String name = nameOf(resource);
        if (name != null && !id.equals(idByName.getOrDefault(name, id))) {
            return Stored.NAME_TAKEN;
        }
        unlink(id, old.resource());
        byId.put(id, new Slot<>(old.place(), resource));
        if (name != null) {
            idByName.put(name, id);
        }
        link(id, resource);
        return Stored.YES;
    }

    synchronized boolean remove(String id) {
        Slot<R> old = byId.remove(id);
        if (old == null) {
            return false;
        }
        places.remove(old.place());
        unlink(id, old.resource());
        return true;
    }

    Optional<R> get(String id) {
        return Optional.ofNullable(byId.get(id)).map(Slot::resource);
    }

    Optional<R> named(String name) {
        return Optional.ofNullable(idByName.get(name.toLowerCase(Locale.ROOT))).flatMap(this::get);
    }

    synchronized List<R> withExternalId(String value) {
        return idsByExternalId.getOrDefault(value, Set.of()).stream().flatMap(id -> get(id).stream()).toList();
    }

    Stream<R> inOrder() {
        return places.values().stream().flatMap(id -> get(id).stream());
    }

    int size() {
        return byId.size();
    }

    private @Nullable String nameOf(R resource) {
        String name = uniqueName.apply(resource);
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    private void link(String id, R resource) {
        String external = externalId.apply(resource);
        if (external != null) {
            idsByExternalId.computeIfAbsent(external, _ -> new LinkedHashSet<>()).add(id);
        }
    }

    private void unlink(String id, R resource) {
        String name = nameOf(resource);
        if (name != null) {
            idByName.remove(name, id);
        }
        String external = externalId.apply(resource);
        if (external != null) {
            idsByExternalId.computeIfPresent(external, (_, ids) -> ids.remove(id) && ids.isEmpty() ? null : ids);
        }
    }
}
