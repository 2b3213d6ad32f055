package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.MembersOfGroup;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.replay.ChangeLog.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Whom past changes concern, as far as the directory and the decisions of today tell: the same as when they were new, or more. */
public final class Concerns {
    private final Entitlements entitlements;
    private final MembershipStore memberships;
    private final MembersOfGroup members;

    public Concerns(Entitlements entitlements, MembershipStore memberships, DecisionStore decisions) {
        this.entitlements = entitlements;
        this.memberships = memberships;
        this.members = new MembersOfGroup(memberships, decisions);
    }

    /** People that changed, and whose assignments may be others because of a group. */
    Set<String> people(Found found) {
        Set<String> people = new LinkedHashSet<>(found.users());
        Set<String> principals = found.principals();
        if (!principals.isEmpty()) {
            people.addAll(entitlements.people(principals));
        }
        return people;
    }

    /**
     * Memberships that came or went, all of the groups that did, and those of other groups in which one that did is the member.
     * Each comes once; one group at a time is held in memory.
     *
     * @param apps of those that are decided there also who is not in the directory's group any more
     * @param atOnce about how many are taken at a time
     */
    void memberships(Found found, Collection<String> apps, int atOnce, Consumer<List<String>> take) {
        Map<String, Set<String>> changed = new LinkedHashMap<>(found.members());
        List<String> moved = List.copyOf(found.moved());
        for (int start = 0; start < moved.size(); start += atOnce) {
            memberships.groupsOf(moved.subList(start, Math.min(moved.size(), start + atOnce))).forEach((member, groups) ->
                    groups.forEach(group -> changed.merge(group, Set.of(member), Concerns::union)));
        }
        Set<String> whole = new LinkedHashSet<>(found.groups());
        whole.retainAll(found.moved());
        Set<String> groups = new LinkedHashSet<>(changed.keySet());
        groups.addAll(whole);
        List<String> ids = new ArrayList<>();
        for (String group : groups) {
            Set<String> concerned = new TreeSet<>(changed.getOrDefault(group, Set.of()));
            if (whole.contains(group)) {
                concerned.addAll(members.inDirectory(group));
                apps.forEach(app -> concerned.addAll(members.decided(app, group)));
            }
            concerned.forEach(member -> ids.add(DesiredAccount.membership(group, member)));
            if (ids.size() >= atOnce) {
                take.accept(List.copyOf(ids));
                ids.clear();
            }
        }
        if (!ids.isEmpty()) {
            take.accept(ids);
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
