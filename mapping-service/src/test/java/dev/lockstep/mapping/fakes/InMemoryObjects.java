package dev.lockstep.mapping.fakes;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.ObjectStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/** Objects in memory; proven by the contract of the real store. */
public final class InMemoryObjects implements ObjectStore {
    private final TreeMap<String, DirectoryObject> objects = new TreeMap<>();
    private final Map<String, Precedence> writtenWith = new HashMap<>();

    @Override
    public Map<String, DirectoryObject> byIds(Collection<String> ids) {
        return ids.stream().distinct().filter(objects::containsKey).collect(Collectors.toMap(id -> id, objects::get));
    }

    @Override
    public void store(Collection<Step> steps, Precedence precedence) {
        for (Step step : steps) {
            DirectoryObject old = objects.get(step.object().objectId());
            if ((old == null ? 0 : old.revision()) != step.before()) {
                throw new OptimisticLockingFailureException("another writer came first");
            }
            objects.put(step.object().objectId(), step.object());
            writtenWith.put(step.object().objectId(), precedence);
        }
    }

    @Override
    public List<DirectoryObject> page(ObjectType type, @Nullable String after, int limit) {
        return objects.values().stream().filter(o -> o.type() == type && (after == null || o.objectId().compareTo(after) > 0)).limit(limit).toList();
    }

    @Override
    public List<String> ids(ObjectType type, @Nullable String after, int limit) {
        return page(type, after, limit).stream().map(DirectoryObject::objectId).toList();
    }

    @Override
    public long count(ObjectType type) {
        return page(type, null, Integer.MAX_VALUE).size();
    }

    @Override
    public Set<String> gone(Collection<String> ids) {
        return byIds(ids).values().stream().filter(o -> o.lifecycle(writtenWith.get(o.objectId())) != Lifecycle.ACTIVE)
                .map(DirectoryObject::objectId).collect(Collectors.toSet());
    }

    @Override
    public List<DirectoryObject> search(ObjectType type, String q, @Nullable String after, int limit) {
        String start = q.toLowerCase(Locale.ROOT);
        return page(type, after, Integer.MAX_VALUE).stream().filter(o -> {
            Map<String, Object> attributes = o.attributes(writtenWith.get(o.objectId()));
            return q.isEmpty() || Stream.of(o.objectId(), attributes.get("displayName"), attributes.get("userPrincipalName"), attributes.get("mail"))
                    .anyMatch(value -> value != null && value.toString().toLowerCase(Locale.ROOT).startsWith(start));
        }).limit(limit).toList();
    }
}
