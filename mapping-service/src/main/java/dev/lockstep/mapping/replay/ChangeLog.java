package dev.lockstep.mapping.replay;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What the sources said, as long as the topic keeps it. */
public interface ChangeLog {
    /**
     * Reads the changes of a source between two times.
     *
     * @param from inclusive, by the time at which the topic took them
     * @param to exclusive
     */
    Found read(String source, Instant from, Instant to);

    /**
     * @param events how many there are
     * @param users that changed themselves
     * @param groups that changed themselves
     * @param moved those of the users and groups that may have come or gone by it: all of their memberships may be others since
     * @param members group to the members that were added or removed
     * @param tooMany reading ended early, because they are about more objects or memberships than can be handled at once
     */
    record Found(long events, Set<String> users, Set<String> groups, Set<String> moved, Map<String, Set<String>> members, boolean tooMany) {

        /** Who may be assigned otherwise because of a group, themselves or the people below them: members that came or went, and groups that changed. */
        Set<String> principals() {
            Set<String> principals = new LinkedHashSet<>(groups);
            members.values().forEach(principals::addAll);
            return principals;
        }
    }
}
