package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.directory.Membership;
import dev.lockstep.mapping.planning.MembershipStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Edges in memory; proven by the contract of the real store. */
public final class InMemoryMemberships implements MembershipStore {
    private final TreeMap<String, Membership> edges = new TreeMap<>();

    @Override
    public Map<String, Membership> byIds(Collection<String> ids) {
        return ids.stream().distinct().filter(edges::containsKey).collect(Collectors.toMap(id -> id, edges::get));
    }

    @Override
    public void store(Collection<Membership> changed) {
        changed.forEach(edge -> edges.put(edge.id(), edge));
    }

    @Override
    public Map<String, Set<String>> groupsOf(Collection<String> members) {
        return present(members, Membership::member, Membership::group);
    }

    @Override
    public Map<String, Set<String>> membersOf(Collection<String> groups) {
        return present(groups, Membership::group, Membership::member);
    }

    private Map<String, Set<String>> present(Collection<String> ids, Function<Membership, String> by, Function<Membership, String> other) {
        Map<String, Set<String>> found = new HashMap<>();
        edges.values().stream().filter(edge -> edge.present() && ids.contains(by.apply(edge)))
                .forEach(edge -> found.computeIfAbsent(by.apply(edge), id -> new TreeSet<>()).add(other.apply(edge)));
        return found;
    }

    @Override
    public List<String> page(String group, @Nullable String after, int limit) {
        return membersOf(List.of(group)).getOrDefault(group, Set.of()).stream()
                .filter(member -> after == null || member.compareTo(after) > 0).limit(limit).toList();
    }
}
