package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.mapping.desire.Decision;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everybody of whom a group's memberships are, read in pages. */
public final class MembersOfGroup {
    private static final int PAGE = 5_000;

    private final MembershipStore memberships;
    private final DecisionStore decisions;

    public MembersOfGroup(MembershipStore memberships, DecisionStore decisions) {
        this.memberships = memberships;
        this.decisions = decisions;
    }

    /** Direct members, as the directory says. */
    public Set<String> inDirectory(String group) {
        Set<String> members = new TreeSet<>();
        @Nullable String after = null;
        List<String> page;
        do {
            page = memberships.page(group, after, PAGE);
            members.addAll(page);
            after = page.isEmpty() ? null : page.getLast();
        } while (page.size() == PAGE);
        return members;
    }

    /** Who is to be in the group of an app, as was decided last. */
    public Set<String> decided(String app, String group) {
        return decided(app, group, decision -> decision.state() == State.PRESENT);
    }

    /** Also who was to be in it at any time. */
    Set<String> everDecided(String app, String group) {
        return decided(app, group, decision -> decision.state() != null);
    }

    private Set<String> decided(String app, String group, Predicate<Decision> counts) {
        Set<String> members = new TreeSet<>();
        String prefix = group + "/";
        String last = prefix;
        List<Decision> decided;
        do {
            decided = decisions.page(app, last, PAGE);
            decided.stream().filter(decision -> decision.objectId().startsWith(prefix)).filter(counts)
                    .forEach(decision -> members.add(decision.objectId().substring(prefix.length())));
            last = decided.isEmpty() ? last : decided.getLast().objectId();
        } while (decided.size() == PAGE && last.startsWith(prefix));
        return members;
    }
}
