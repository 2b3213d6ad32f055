package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.planning.AssignmentStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Assignments in memory; proven by the contract of the real store. */
public final class InMemoryAssignments implements AssignmentStore {
    private final TreeMap<String, Assignment> assignments = new TreeMap<>();

    @Override
    public Optional<Assignment> byId(String id) {
        return Optional.ofNullable(assignments.get(id));
    }

    @Override
    public boolean save(Assignment assignment) {
        long stored = byId(assignment.id()).map(Assignment::version).orElse(0L);
        if (stored != assignment.version() - 1) {
            return false;
        }
        assignments.put(assignment.id(), assignment);
        return true;
    }

    @Override
    public void settled(Assignment a) {
        byId(a.id()).filter(stored -> stored.version() == a.version()).ifPresent(stored -> assignments.put(a.id(),
                new Assignment(a.app(), a.kind(), a.principalId(), a.present(), a.version(), true, a.changedBy(), a.changedAt())));
    }

    @Override
    public List<Assignment> unsettled(int limit) {
        return assignments.values().stream().filter(a -> !a.settled()).limit(limit).toList();
    }

    @Override
    public Map<String, Set<String>> appsOf(Collection<String> principals) {
        Map<String, Set<String>> found = new HashMap<>();
        assignments.values().stream().filter(a -> a.present() && principals.contains(a.principalId()))
                .forEach(a -> found.computeIfAbsent(a.principalId(), id -> new HashSet<>()).add(a.app()));
        return found;
    }

    @Override
    public List<Assignment> page(String app, @Nullable String after, int limit) {
        return assignments.values().stream().filter(a -> a.present() && a.app().equals(app) && (after == null || a.id().compareTo(after) > 0))
                .limit(limit).toList();
    }

    @Override
    public void removeAll(String app) {
        assignments.values().removeIf(a -> a.app().equals(app));
    }
}
