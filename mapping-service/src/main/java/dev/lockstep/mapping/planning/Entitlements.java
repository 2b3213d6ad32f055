package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.Lane;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is assigned to what, directly or through groups in groups. A handful of reads for any number of people; a cycle of
 * groups ends where it began. A group that was deleted gives nothing and passes nothing on.
 */
public final class Entitlements {
    /** Above this a change of groups counts as a bulk load. */
    private static final int MANY = 100;

    private final MembershipStore memberships;
    private final AssignmentStore assignments;
    private final ObjectStore objects;

    public Entitlements(MembershipStore memberships, AssignmentStore assignments, ObjectStore objects) {
        this.memberships = memberships;
        this.assignments = assignments;
        this.objects = objects;
    }

    /** User to the apps that the user is assigned to; users without any are left out. */
    public Map<String, Set<String>> appsOf(Collection<String> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<String>> direct = memberships.groupsOf(users);
        Set<String> groups = new LinkedHashSet<>();
        direct.values().forEach(groups::addAll);
        Map<String, Set<String>> parents = upwards(groups);
        Set<String> all = new LinkedHashSet<>(groups);
        parents.values().forEach(all::addAll);
        Set<String> gone = all.isEmpty() ? Set.of() : objects.gone(all);
        Set<String> principals = new LinkedHashSet<>(users);
        principals.addAll(all);
        principals.removeAll(gone);
        Map<String, Set<String>> apps = assignments.appsOf(principals);

        Map<String, Set<String>> byGroup = new HashMap<>();
        Map<String, Set<String>> entitled = new HashMap<>();
        for (String user : users) {
            Set<String> found = new HashSet<>(apps.getOrDefault(user, Set.of()));
            for (String group : direct.getOrDefault(user, Set.of())) {
                found.addAll(byGroup.computeIfAbsent(group, g -> through(g, parents, gone, apps)));
            }
            if (!found.isEmpty()) {
                entitled.put(user, found);
            }
        }
        return entitled;
    }

    /** Group to the apps that it is assigned to itself; being in an assigned group is not enough for a group. */
    public Map<String, Set<String>> direct(Collection<String> groups) {
        return groups.isEmpty() ? Map.of() : assignments.appsOf(groups);
    }

    private static Set<String> through(
            String start, Map<String, Set<String>> parents, Set<String> gone, Map<String, Set<String>> apps) {
        Set<String> found = new HashSet<>();
        Set<String> seen = new HashSet<>(Set.of(start));
        Deque<String> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            String group = next.pop();
            if (gone.contains(group)) {
                continue;
            }
            found.addAll(apps.getOrDefault(group, Set.of()));
            for (String parent : parents.getOrDefault(group, Set.of())) {
                if (seen.add(parent)) {
                    next.push(parent);
                }
            }
        }
        return found;
    }

    /** Group to the groups that it is in, for these groups and everything above them. */
    private Map<String, Set<String>> upwards(Collection<String> groups) {
        Map<String, Set<String>> parents = new HashMap<>();
        Set<String> frontier = new LinkedHashSet<>(groups);
        while (!frontier.isEmpty()) {
            Map<String, Set<String>> found = memberships.groupsOf(frontier);
            frontier.forEach(group -> parents.putIfAbsent(group, Set.of()));
            parents.putAll(found);
            Set<String> above = new LinkedHashSet<>();
            found.values().forEach(above::addAll);
            above.removeAll(parents.keySet());
            frontier = above;
        }
        return parents;
    }

    /** Whether any app is assigned to one of the groups or to a group above it; deleted ones count, they gave before. */
    public boolean matter(Collection<String> groups) {
        Set<String> all = new LinkedHashSet<>(groups);
        upwards(groups).values().forEach(all::addAll);
        return !assignments.appsOf(all).isEmpty();
    }

    /** The people below these users and groups, through all levels; themselves, where they are no group with members. */
    public Set<String> people(Collection<String> principals) {
        Set<String> seen = new LinkedHashSet<>(principals);
        Set<String> people = new LinkedHashSet<>();
        Set<String> frontier = seen;
        while (!frontier.isEmpty()) {
            Map<String, Set<String>> found = memberships.membersOf(frontier);
            Set<String> below = new LinkedHashSet<>();
            for (String id : frontier) {
                Set<String> members = found.get(id);
                if (members == null) {
                    people.add(id);
                } else {
                    members.stream().filter(member -> !seen.contains(member)).forEach(below::add);
                }
            }
            seen.addAll(below);
            frontier = below;
        }
        return people;
    }

    /** How urgent telling so many people is. */
    public static Lane lane(int people) {
        return people > MANY ? Lane.BULK : Lane.LIVE;
    }
}
