package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Operation;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.reconcile.Wanted;
import dev.lockstep.writer.scim.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one attempt did, step by step, and the ways in which it can fail to reach its goal. */
final class Endings {
    private final Surroundings around;
    private final Progress progress;
    private final List<Step> steps = new ArrayList<>();
    private final Work work;

    Endings(Work work, Surroundings around) {
        this.around = around;
        this.progress = work.row().progress();
        this.work = work;
    }

    List<Step> steps() {
        return steps;
    }

    void step(String name, String status, String detail) {
        steps.add(new Step(name, status, detail));
    }

    static String verb(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    /** An update by its name for people. */
    static Action named(Action action, List<Change> changes, Wanted wanted) {
        if (action != Action.UPDATE) {
            return action;
        }
        if (wanted.state() == DesiredAccount.State.DISABLED) {
            return Action.DISABLE;
        }
        for (Change change : changes) {
            if (change.attribute().equals("active")) {
                return wanted.isInactive() ? Action.DISABLE : Action.ENABLE;
            }
        }
        return Action.UPDATE;
    }

    Ending refused(ErrorCode code, @Nullable Reply call, @Nullable String id) {
        step("action", "failure", code.happened());
        return new Ending.Settled(Result.REFUSED, Action.NONE, State.FAILED, id != null ? id : work.standing().targetId(), work.standing().applied(),
                List.of(), steps, List.of(), code, call);
    }

    /** The app's schema leaves this kind of operation out (Entra's {@code flowTypes}). */
    Ending notAllowed(DesiredAccount.Operation operation) {
        step("action", "skipped", work.desired().conditionsOrNone().operations().isEmpty()
                ? "the account is left alone: this app skips out-of-scope deletions"
                : "the schema's flow types leave out " + operation.name().toLowerCase(Locale.ROOT));
        Standing standing = work.standing();
        State state = standing.targetId() == null ? State.OUT_OF_SCOPE : standing.state() == State.PENDING ? State.ACTIVE : standing.state();
        return new Ending.Settled(Result.SKIPPED, Action.NONE, state, standing.targetId(), standing.applied(), List.of(), steps, List.of(), null, null);
    }

    Ending held() {
        step("action", "skipped", ErrorCode.REMOVAL_HELD.happened());
        return new Ending.Held(steps);
    }

    /** A look-up that did not tell. */
    Ending unclear(ErrorCode code) {
        step("match", "failure", code.happened());
        return code == ErrorCode.CANNOT_LOOK_UP ? again(code, null, progress, progress.inDoubt(), null) : refused(code, null, null);
    }

    Progress inDoubtNow() {
        return new Progress(progress.part(), progress.attempts(), around.now(), 0, false);
    }

    Progress mustReadNext() {
        return new Progress(progress.part(), progress.attempts(), progress.doubtSince(), progress.looks(), true);
    }

    /** A doubtful create was not found yet; nothing that anybody wants to read. */
    Ending lookAgain() {
        step("match", "skipped", "not found yet");
        return new Ending.Again(ErrorCode.TIMEOUT, around.failures().nextLookUp(progress.looks()),
                new Progress(progress.part(), progress.attempts(), progress.doubtSince(), progress.looks() + 1, progress.mustRead()),
                true, null, null, Action.CREATE, steps, null);
    }

    /** After a call that did not work. */
    Ending failed(Reply reply) {
        return switch (reply.verdict()) {
            case Verdict.Retry retry -> again(retry.code(), reply, progress, progress.inDoubt(), work.standing().targetId());
            case Verdict.Unknown unknown -> again(unknown.code(), reply, mustReadNext(), progress.inDoubt(), work.standing().targetId());
            case Verdict.Stale stale -> again(stale.code(), reply, mustReadNext(), progress.inDoubt(), work.standing().targetId());
            case Verdict.Vanished vanished -> again(vanished.code(), reply, progress, progress.inDoubt(), null);
            case Verdict.Throttled throttled -> waiting(throttled, reply, throttled.doubtful() ? mustReadNext() : progress, progress.inDoubt());
            case Verdict.AppWide appWide -> around.isAppWide(appWide.code()) ? new Ending.Parked() : refused(ErrorCode.REFUSED, reply, work.standing().targetId());
            case Verdict.Permanent permanent -> refused(permanent.code(), reply, work.standing().targetId());
            case Verdict.Conflict conflict -> refused(conflict.code(), reply, work.standing().targetId());
            case Verdict.Done done -> throw new IllegalStateException("a call that worked has not failed");
        };
    }

    /** Being asked to wait is no failure of the account. */
    Ending waiting(Verdict.Throttled throttled, Reply reply, Progress next, boolean doubt) {
        long wait = throttled.until() == null ? around.failures().pause() : Math.max(1, throttled.until().toEpochMilli() - around.now());
        return new Ending.Again(throttled.code(), wait, next, true, work.standing().targetId(), work.standing().applied(), doubt ? Action.CREATE : Action.NONE, steps, reply);
    }

    /** The target took a removal, and reading the account back does not show it: it is read again before anything is written again. */
    Ending notConfirmed(ErrorCode code, Reply reply, String id) {
        step("confirm", "failure", code.happened());
        return planned(code, reply, mustReadNext(), false, id);
    }

    /** @param doubt whether an account may have been made */
    Ending again(ErrorCode code, @Nullable Reply reply, Progress before, boolean doubt, @Nullable String id) {
        step("action", "failure", code.happened());
        return planned(code, reply, before, doubt, id);
    }

    private Ending planned(ErrorCode code, @Nullable Reply reply, Progress before, boolean doubt, @Nullable String id) {
        int attempts = before.attempts() + 1;
        Progress next = new Progress(before.part(), attempts, before.doubtSince(), before.looks(), before.mustRead());
        boolean create = doubt && reply != null && reply.operation() == Operation.CREATE;
        Long wait = create ? Long.valueOf(around.failures().nextLookUp(0)) : around.failures().after(attempts, work.standing().failingSince(), around.now());
        // A membership has no id of its own.
        Map<String, @Nullable Object> applied = id == null && !work.isMembership() ? null : work.standing().applied();
        if (wait == null) {
            return new Ending.Settled(Result.GAVE_UP, Action.NONE, State.FAILED, id, applied, List.of(), steps, List.of(), code, reply);
        }
        return new Ending.Again(code, wait, next, false, id, applied, create ? Action.CREATE : Action.NONE, steps, reply);
    }
}
