package dev.lockstep.e2e.torture.story;

import dev.lockstep.e2e.torture.story.Event.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The groups in the end and who is in them, by the same rule as people: the highest version counts, of the name, of being there and
 * of each membership by itself. A group that went and came back has the members that were said of it, whenever that was.
 */
final class GroupModel {
    private static final class Known {
        String name = "";
        long nameVersion = -1;
        boolean there;
        long thereVersion = -1;
        final Set<String> members = new HashSet<>();
        final Set<String> membersEver = new HashSet<>();
        final Map<String, Long> edgeVersions = new HashMap<>();
    }

    private final Map<String, Known> groups = new TreeMap<>();

    void take(Event event) {
        Known group = groups.computeIfAbsent(event.subject(), _ -> new Known());
        long version = version(event);
        if (event.attributes().get("displayName") instanceof String name && version > group.nameVersion) {
            group.nameVersion = version;
            group.name = name;
        }
        if (isPresence(event.kind()) && version > group.thereVersion) {
            group.thereVersion = version;
            group.there = event.kind() == Kind.GROUP || event.kind() == Kind.GROUP_RETURN;
        }
        event.members().forEach(member -> edge(group, member, version, event.kind() == Kind.GROUP_JOIN));
    }

    private static void edge(Known group, String member, long version, boolean joins) {
        if (joins) {
            group.membersEver.add(member);
        }
        if (version > group.edgeVersions.getOrDefault(member, -1L)) {
            group.edgeVersions.put(member, version);
            if (joins) {
                group.members.add(member);
            } else {
                group.members.remove(member);
            }
        }
    }

    private static boolean isPresence(Kind kind) {
        return kind == Kind.GROUP || kind == Kind.GROUP_LEAVE || kind == Kind.GROUP_RETURN || kind == Kind.GROUP_PURGE;
    }

    /** Everything that it says was said anew by a higher version. */
    boolean isDominated(Event event) {
        Known group = Objects.requireNonNull(groups.get(event.subject()));
        long version = version(event);
        return (!event.attributes().containsKey("displayName") || group.nameVersion > version)
                && (!isPresence(event.kind()) || group.thereVersion > version)
                && event.members().stream().allMatch(member -> group.edgeVersions.getOrDefault(member, -1L) > version);
    }

    /** Groups have one source, and it has versions. */
    private static long version(Event event) {
        return Objects.requireNonNull(event.version());
    }

    Set<String> all() {
        return groups.keySet();
    }

    boolean isThere(String group) {
        Known known = groups.get(group);
        return known != null && known.there;
    }

    String name(String group) {
        return Objects.requireNonNull(groups.get(group)).name;
    }

    /** @return as the directory says, whatever became of the group and of them */
    Set<String> members(String group) {
        Known known = groups.get(group);
        return known == null ? Set.of() : known.members;
    }

    boolean wasEverIn(String group, String person) {
        Known known = groups.get(group);
        return known != null && known.membersEver.contains(person);
    }
}
