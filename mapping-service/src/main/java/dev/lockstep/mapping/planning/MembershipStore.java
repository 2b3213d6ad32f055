package dev.lockstep.mapping.planning;

import dev.lockstep.mapping.directory.Membership;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is a member of which group, directly. */
public interface MembershipStore {
    /** Edges by {@link Membership#id()}, also those that are no more. */
    Map<String, Membership> byIds(Collection<String> ids);

    void store(Collection<Membership> edges);

    /** Member to the groups that it is in now. */
    Map<String, Set<String>> groupsOf(Collection<String> members);

    /** Group to its members now. */
    Map<String, Set<String>> membersOf(Collection<String> groups);

    /** Members of one group in order of their ids. */
    List<String> page(String group, @Nullable String after, int limit);
}
