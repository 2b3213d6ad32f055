package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.planning.DecideObjects.Moved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has memberships decided by the owner of their group, because of what became of the group or of a member. */
final class MembershipFanOut {
    /** Memberships of one message, so that no batch is about a whole group. */
    static final int AT_ONCE = 200;

    private final MembershipStore memberships;
    private final MembersOfGroup members;

    MembershipFanOut(MembershipStore memberships, DecisionStore decisions) {
        this.memberships = memberships;
        this.members = new MembersOfGroup(memberships, decisions);
    }

    /** The memberships in which the objects of these changes are the member, in all apps. */
    List<Outgoing> ofMembers(List<DirectoryChange> changes) {
        Set<String> members = new LinkedHashSet<>();
        changes.forEach(change -> members.add(change.objectId()));
        Map<String, Set<String>> groups = memberships.groupsOf(members);
        List<Outgoing> outgoing = new ArrayList<>();
        for (DirectoryChange change : changes) {
            Set<String> in = groups.getOrDefault(change.objectId(), Set.of());
            Lane lane = Entitlements.lane(in.size());
            for (String group : in) {
                outgoing.add(Facts.reevaluateMembers(Facts.cause(change), change.acceptedAt(), new Reevaluate(ObjectType.GROUP, group, null,
                        List.of(Facts.cause(change)), lane, null, null, change.initiator(), null, List.of(change.objectId()))));
            }
        }
        return outgoing;
    }

    /** All memberships of the groups, and of those that come or go also the ones in which they are the member. */
    List<Outgoing> ofGroups(List<Moved> moved) {
        List<Outgoing> outgoing = new ArrayList<>();
        Set<String> nested = new LinkedHashSet<>();
        moved.stream().filter(Moved::comesOrGoes).forEach(each -> nested.add(each.group()));
        Map<String, Set<String>> parents = nested.isEmpty() ? Map.of() : memberships.groupsOf(nested);
        for (Moved each : moved) {
            List<String> members = List.copyOf(members(each));
            Lane lane = lane(each.asked().lane(), members.size());
            for (int from = 0; from < members.size(); from += AT_ONCE) {
                outgoing.add(ask(each, each.group(), members.subList(from, Math.min(members.size(), from + AT_ONCE)), lane));
            }
            Set<String> in = each.comesOrGoes() ? parents.getOrDefault(each.group(), Set.of()) : Set.of();
            in.forEach(parent -> outgoing.add(ask(each, parent, List.of(each.group()), lane(each.asked().lane(), in.size()))));
        }
        return outgoing;
    }

    /** Members in the directory, and who was one in the app; a restart asks for all that ever were. */
    private Collection<String> members(Moved moved) {
        Set<String> members = this.members.inDirectory(moved.group());
        members.addAll(moved.asked().syncId() == null ? this.members.decided(moved.app(), moved.group()) : this.members.everDecided(moved.app(), moved.group()));
        return members;
    }

    /** Whatever is about many waits for what is about few, and nobody waits for memberships of what was asked on demand. */
    private static Lane lane(Lane asked, int count) {
        Lane least = asked == Lane.ON_DEMAND ? Lane.LIVE : asked;
        Lane many = Entitlements.lane(count);
        return least.compareTo(many) < 0 ? many : least;
    }

    /** The record that led here names the cause: when it comes again, the same is asked again. */
    private static Outgoing ask(Moved moved, String group, List<String> members, Lane lane) {
        Asked asked = moved.asked();
        Instant time = asked.acceptedAt();
        return Facts.reevaluateMembers(asked.trigger(), time, new Reevaluate(ObjectType.GROUP, group, moved.app(), asked.causes(), lane,
                asked.syncId(), null, asked.initiator(), null, members));
    }
}
