package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.ObjectType;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one app and one membership, as {@link Decider} does for a person. It is published with a new version once for each
 * sync, but does not count in the sync's progress: the sync id stays in the decision.
 */
public final class MembershipDecider {
    private MembershipDecider() {
    }

    /**
     * @param rules with the app's mapping for groups
     * @param previous null when nothing was decided before
     */
    public static Outcome decide(Edge edge, AppRules rules, @Nullable Decision previous, Asked asked) {
        if (!edge.wanted() && (previous == null || previous.state() == null)) {
            return new Outcome.Same();
        }
        State state = edge.wanted() ? State.PRESENT : State.DELETED;
        // The members of a group that is left alone stay in it.
        boolean leftAlone = edge.groupReason() != null && rules.leaveAlone();
        Conditions conditions = leftAlone ? Decider.untouched(Conditions.NONE) : Conditions.NONE;
        Map<String, String> references = Map.of(DesiredAccount.GROUP, edge.group(), DesiredAccount.MEMBER, edge.member());
        String hash = Fingerprint.of(state, Decider.EMPTY, conditions);
        OptionalLong version = News.version(previous, state, hash, "", asked);
        if (version.isEmpty()) {
            return new Outcome.Same();
        }
        Decision decision = new Decision(rules.app(), DesiredAccount.membership(edge.group(), edge.member()), version.getAsLong(), state, hash,
                edge.reason(), asked.trigger(), News.syncId(previous, asked), "", ObjectType.MEMBERSHIP);
        return new Outcome.Publish(decision, new DesiredAccount(decision.app(), ObjectType.MEMBERSHIP, decision.objectId(), state, decision.version(), "",
                Map.of(), Map.of(), Set.of(), references, List.of(), decision.reason(), hash, asked.causes(), asked.lane(), null, asked.requestId(),
                asked.initiator(), asked.sourceAt(), asked.acceptedAt(), leftAlone ? conditions : null), List.of());
    }
}
