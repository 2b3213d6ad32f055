package dev.lockstep.targets.company;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A directory group.
 *
 * @param objectId such as {@code g-engineering}
 * @param members objectIds of people and of groups, in a stable order
 */
public record Group(String objectId, String displayName, String description, String mailNickname, Set<String> members) {

    public Group {
        members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
    }

    Group changed(Consumer<Set<String>> change) {
        Set<String> now = new LinkedHashSet<>(members);
        change.accept(now);
        return new Group(objectId, displayName, description, mailNickname, now);
    }
}
