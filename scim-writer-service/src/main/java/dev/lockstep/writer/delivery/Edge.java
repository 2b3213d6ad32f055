package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.delivery.MembershipAttempt.Members;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One membership in an attempt, and how that may end for it.
 *
 * @param group the target's id of the group, as far as it has one
 * @param member the target's id of the member, as far as it has one
 */
record Edge(Work work, @Nullable String group, @Nullable String member, Endings endings) {
    private static final String MEMBERS = "members";
    /** People decide within hours. */
    private static final long HELD_MILLIS = 300_000;

    /** The row key of who is, or was, in the group. */
    static String member(Work work) {
        return DesiredAccount.key(work.row().app(), Objects.requireNonNull(work.desired().references().get(DesiredAccount.MEMBER)));
    }

    boolean isWanted() {
        return work.desired().state() == DesiredAccount.State.PRESENT;
    }

    String memberId() {
        return Objects.requireNonNull(member);
    }

    private Row row() {
        return work.row();
    }

    /** Whether Lockstep wrote just this. */
    private boolean isApplied() {
        Map<String, @Nullable Object> applied = work.standing().applied();
        return applied != null && Objects.equals(applied.get(DesiredAccount.GROUP), group) && Objects.equals(applied.get(DesiredAccount.MEMBER), member);
    }

    private Map<String, @Nullable Object> applied() {
        return Map.of(DesiredAccount.GROUP, Objects.requireNonNull(group), DesiredAccount.MEMBER, memberId());
    }

    private boolean inDoubt() {
        return row().progress().mustRead() || row().progress().inDoubt();
    }

    /** Whom Lockstep has not put into the group may not be in it, and who is not in it does not go: that would be on record as an effect. */
    boolean mustRead() {
        return row().doubt() != null || inDoubt() || work.desired().requestId() != null || !isWanted() && !isApplied();
    }

    /** @return null when the target has to be asked */
    @Nullable Ending withoutCall() {
        if (row().doubt() == null && !isWanted() && work.desired().conditionsOrNone().operations().isEmpty()) {
            // A group that is left alone keeps its members.
            return endings.notAllowed(DesiredAccount.Operation.DELETE);
        }
        if (group == null || member == null) {
            return row().doubt() != null ? recalled(null, work.standing().applied()) : isWanted() ? parked() : nowhere();
        }
        return isWanted() && !mustRead() && isApplied() ? unchanged("already written") : null;
    }

    boolean goesWithGroup() {
        return !isWanted() && row().doubt() == null;
    }

    /** A group whose removal a person has not released keeps its members too, and who decides otherwise decides for both. */
    Ending held() {
        endings.step("action", "skipped", "the group is kept until a person decides");
        return new Ending.HeldAlong(endings.steps(), HELD_MILLIS);
    }

    /** The account or the group is not there yet. */
    private Ending parked() {
        List<String> missing = new ArrayList<>();
        if (group == null) {
            missing.add(work.desired().slotKey());
        }
        if (member == null) {
            missing.add(member(work));
        }
        endings.step("match", "skipped", group == null ? "waits: the group is not in the target yet" : "waits: the member has no account in the target yet");
        return new Ending.Settled(Result.SKIPPED, Action.NONE, State.WAITING_FOR_REFERENCE, null, work.standing().applied(), missing, endings.steps(), List.of(),
                null, null);
    }

    /** Nobody is in a group that is gone, and nobody who is gone is in a group. */
    private Ending nowhere() {
        boolean wasIn = inDoubt() && work.standing().applied() != null;
        endings.step("match", "skipped", group == null ? "the group is no longer there" : "the member has no account any more");
        if (wasIn) {
            endings.step("action", "success", "done by an earlier call whose answer was lost");
        }
        return new Ending.Settled(wasIn ? Result.APPLIED : Result.SKIPPED, wasIn ? Action.UPDATE : Action.NONE, State.DELETED, null, null, List.of(), endings.steps(),
                wasIn ? changes(false) : List.of(), null, null);
    }

    // --- after the group was read

    /** @return null when it is to be written */
    @Nullable Ending read(Members members) {
        Row.Doubt doubt = row().doubt();
        if (doubt != null) {
            boolean came = doubt.wish().account().state() == DesiredAccount.State.PRESENT;
            // Where nobody can tell it counts as done: it may be, and is then on record.
            boolean is = came ? !members.lacks(memberId()) : !members.has(memberId());
            boolean happened = is && came != isApplied();
            return happened ? recalled(came, came ? applied() : null) : recalled(null, work.standing().applied());
        }
        return asItIs(members, false);
    }

    /**
     * When the membership is as desired.
     *
     * @param noTarget whether the target has just said that there is no such member
     * @return null when it is not
     */
    @Nullable Ending asItIs(Members members, boolean noTarget) {
        boolean is = isWanted() ? members.has(memberId()) : members.lacks(memberId()) || noTarget && !members.has(memberId());
        if (!is) {
            return null;
        }
        boolean effect = inDoubt() && isWanted() != isApplied();
        return effect ? done("done by an earlier call whose answer was lost", null) : unchanged("already as desired");
    }

    /** @param came whether the older desire wrote the membership; null when it has not happened, or removed it */
    private Ending recalled(@Nullable Boolean came, @Nullable Map<String, @Nullable Object> applied) {
        Progress before = row().progress();
        if (came != null) {
            endings.step("match", "success", "found: an earlier call had worked");
        }
        return new Ending.Recalled(came == null ? null : Action.UPDATE, came == null ? List.of() : changes(came), endings.steps(), null, applied,
                new Progress(0, before.attempts(), 0, 0, false));
    }

    // --- after the call

    /** @param hidden whether the group, read before, showed no members at all */
    Ending written(Reply reply, boolean hidden) {
        endings.step("export", "success", "accepted by the target");
        // Nobody knows of anybody who was there to go.
        return hidden && !isWanted() && !isApplied() ? unchanged("removed, should it have been there: the target shows nobody in the group") : done("update", reply);
    }

    private Ending done(String how, @Nullable Reply reply) {
        endings.step("action", "success", how);
        return settled(Result.APPLIED, Action.UPDATE, changes(isWanted()), reply);
    }

    private Ending unchanged(String how) {
        endings.step("action", "skipped", how);
        return settled(Result.UNCHANGED, Action.NONE, List.of(), null);
    }

    private Ending settled(Result result, Action action, List<Change> changes, @Nullable Reply reply) {
        return isWanted() ? new Ending.Settled(result, action, State.MEMBER, null, applied(), hanging(), endings.steps(), changes, null, reply)
                : new Ending.Settled(result, action, State.DELETED, null, null, List.of(), endings.steps(), changes, null, reply);
    }

    Ending refused(ErrorCode code, Reply reply) {
        endings.step("action", "failure", code.happened());
        return new Ending.Settled(Result.REFUSED, Action.NONE, State.FAILED, null, work.standing().applied(), hanging(), endings.steps(), List.of(), code, reply);
    }

    Ending failed(Reply reply) {
        return endings.failed(reply);
    }

    Ending waiting(Verdict.Throttled throttled, Reply reply) {
        return endings.waiting(throttled, reply, throttled.doubtful() ? endings.mustReadNext() : row().progress(), false);
    }

    Ending groupGone(Reply reply) {
        return isWanted() && row().doubt() == null ? endings.again(ErrorCode.VANISHED, reply, row().progress(), false, null)
                : row().doubt() != null ? recalled(null, null) : nowhere();
    }

    /** A new account of the member makes it due again. */
    private List<String> hanging() {
        return isWanted() ? List.of(Standing.hangsOn(member(work))) : List.of();
    }

    private List<Change> changes(boolean came) {
        String who = work.desired().references().get(DesiredAccount.MEMBER);
        return List.of(came ? new Change(MEMBERS, null, who) : new Change(MEMBERS, who, null));
    }
}
