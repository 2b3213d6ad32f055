package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.directory.Lifecycle;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one app and one group, as {@link Decider} does for a person. A target knows no inactive groups, so a group that is
 * not wanted any more is deleted, unless the app leaves alone what goes out of scope. Its members are decided one by one, by
 * {@link MembershipDecider}.
 */
public final class GroupDecider {
    private GroupDecider() {
    }

    /**
     * @param rules with the app's mapping for groups
     * @param assigned the group itself: being in a group that is assigned is not enough
     * @param previous null when nothing was decided before
     */
    public static Outcome decide(Subject group, AppRules rules, boolean assigned, @Nullable Decision previous, Asked asked, Instant now) {
        Verdict verdict = Verdict.of(group, rules, assigned);
        String reason = reason(group, verdict);
        if (!verdict.inScope() && (previous == null || previous.state() == null)) {
            // Most groups of a directory are in no app: only who asks is told of it.
            return asked.requestId() == null && !News.again(previous, asked) ? new Outcome.Same()
                    : new Outcome.Explain(new Decision(rules.app(), group.objectId(), previous == null ? 0 : previous.version(), null, "", reason,
                            asked.trigger(), asked.syncId(), "", ObjectType.GROUP));
        }
        State state = verdict.inScope() ? State.PRESENT : State.DELETED;
        UserMapping.Mapped mapped = verdict.inScope() ? rules.mapping().map(group.withSoftDeleted(false), now, rules.chance(group.objectId())) : Decider.EMPTY;
        Conditions conditions = !verdict.inScope() && rules.leaveAlone() ? Decider.untouched(rules.mapping().conditions()) : rules.mapping().conditions();
        String hash = Fingerprint.of(state, mapped, conditions);
        String problems = Decider.problems(mapped.failures());
        OptionalLong version = News.version(previous, state, hash, problems, asked);
        if (version.isEmpty()) {
            return new Outcome.Same();
        }
        Decision decision = new Decision(rules.app(), group.objectId(), version.getAsLong(), state, hash, reason, asked.trigger(),
                News.syncId(previous, asked), problems, ObjectType.GROUP);
        return new Outcome.Publish(decision, Decider.desired(decision, mapped, conditions, asked, News.removals(previous, state, asked)), mapped.failures());
    }

    /** Why the group is, or is not, wanted; as in {@link DesiredAccount#reason()}. */
    public static String reason(Subject group, Verdict verdict) {
        return group.lifecycle() == Lifecycle.PURGED ? "purged" : verdict.reason();
    }

    /**
     * Whether the group's memberships have to be asked for because of what came of it: it comes or goes, or may have without
     * anybody having heard of it.
     */
    public static boolean moves(@Nullable Decision previous, Outcome outcome, Asked asked) {
        return outcome instanceof Outcome.Publish(Decision decision, DesiredAccount desired, List<UserMapping.Failure> failures)
                && (previous == null || previous.state() != decision.state() || News.again(previous, asked));
    }
}
