package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.replay.ChangeLog.Found;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What changes are about, gathered one by one. What a change did to an object is not known any more, so every one that can make
 * it come or go counts as if it had: of a group all but a merge, of a person the purge. (A person who is created anew after a
 * purge is not told from one whose whole record was sent again.)
 */
final class Gathered {
    private final Set<String> users = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> moved = new LinkedHashSet<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();
    private long events;
    private long memberships;

    void add(DirectoryChange change) {
        events++;
        if (change.operation() == Operation.ADD_MEMBERS || change.operation() == Operation.REMOVE_MEMBERS) {
            Set<String> ofGroup = members.computeIfAbsent(change.objectId(), group -> new LinkedHashSet<>());
            for (String member : change.members()) {
                memberships += ofGroup.add(member) ? 1 : 0;
                named.add(member);
            }
            return;
        }
        boolean group = change.objectType() == ObjectType.GROUP;
        (group ? groups : users).add(change.objectId());
        if (group ? change.operation() != Operation.MERGE : change.operation() == Operation.PURGE) {
            moved.add(change.objectId());
        }
    }

    /** Whether there are more objects, or more memberships, than so many. */
    boolean exceeds(int most) {
        return users.size() + groups.size() + named.size() > most || memberships > most;
    }

    Found found(boolean tooMany) {
        return new Found(events, users, groups, moved, members, tooMany);
    }
}
