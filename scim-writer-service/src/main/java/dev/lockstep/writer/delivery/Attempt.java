package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.reconcile.Wanted;
import dev.lockstep.writer.reconcile.WriteStep;
import dev.lockstep.writer.scim.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt for one account: find it, decide the smallest step, call, judge. Runs on a thread of its own and blocks.
 *
 * <p>No account is created twice because of a retry: an unclear answer is followed by look-ups, at least two without a hit and
 * for as long as the target's search may lag behind, before the create is sent again under the same operation id.
 */
final class Attempt {
    private final Work work;
    private final DesiredAccount desired;
    private final Row row;
    private final TargetProfile profile;
    private final Calls calls;
    private final LookUp lookUp;
    private final Reconcile reconcile;
    private final Surroundings around;
    private final Wanted wanted;
    private final List<String> waitsFor;
    private final Endings endings;
    private final Confirmation confirmation;
    /** The account as the target showed it in this attempt. */
    private @Nullable Map<String, @Nullable Object> seen;
    private boolean vanished;

    Attempt(Work work, TargetProfile profile, Calls calls, LookUp lookUp, Reconcile reconcile, Surroundings around) {
        this.work = work;
        this.desired = work.desired();
        this.row = work.row();
        this.profile = profile;
        this.calls = calls;
        this.lookUp = lookUp;
        this.reconcile = reconcile;
        this.around = around;
        this.endings = new Endings(work, around);
        this.confirmation = new Confirmation(work, calls, reconcile, around, endings);
        Map<String, String> references = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        if (desired.state() == DesiredAccount.State.PRESENT) {
            desired.references().forEach((path, objectId) -> {
                String key = DesiredAccount.key(desired.app(), objectId);
                String id = key.equals(row.key()) ? work.standing().targetId() : around.link(key);
                if (id == null) {
                    missing.add(key);
                } else {
                    references.put(path, id);
                }
            });
        }
        this.wanted = Wanted.of(desired, references, profile.omitExternalId());
        this.waitsFor = missing;
    }

    Ending run() {
        String id = work.standing().targetId();
        return id == null ? unlinked(row.progress().inDoubt()) : linked(id);
    }

    private boolean mustRead() {
        return row.progress().mustRead() || desired.requestId() != null;
    }

    /** Deleting needs no reading first: an account that is gone already says so, and is the effect of a call whose answer was lost. */
    private boolean deletes() {
        return desired.state() == DesiredAccount.State.DELETED
                || desired.state() == DesiredAccount.State.DISABLED && profile.removal() == TargetProfile.Removal.DELETE;
    }

    // --- an account that is known by its id

    private Ending linked(String id) {
        if (deletes()) {
            endings.step("match", "success", "linked");
            return delete(id);
        }
        Map<String, @Nullable Object> applied = work.standing().applied();
        boolean put = profile.userUpdate() == TargetProfile.UserUpdate.PUT;
        if (mustRead() || put || applied == null || !reconcile.suffices(wanted, applied)) {
            return read(id, null);
        }
        endings.step("match", "success", "linked");
        return update(id, reconcile.assumed(applied), false, null, Action.UPDATE);
    }

    /** @param refused the operations that the target has just refused, and why; null for none */
    private Ending read(String id, @Nullable Refused refused) {
        Reply reply = calls.read(desired.objectType(), id);
        if (reply.verdict() instanceof Verdict.Vanished) {
            vanished = true;
            endings.step("match", "skipped", "the linked account is no longer in the target");
            return unlinked(true);
        }
        Map<String, @Nullable Object> current = reply.resource();
        if (!reply.isDone() || current == null) {
            return endings.failed(reply);
        }
        if (refused == null) {
            endings.step("match", "success", "linked, read");
        }
        return update(id, current, true, refused, Action.UPDATE);
    }

    private record Refused(WriteStep step, ErrorCode code, Reply reply) {
    }

    /** @param action what it is called when something was, or had been, written */
    private Ending update(String id, Map<String, @Nullable Object> current, boolean fresh, @Nullable Refused refused, Action action) {
        seen = fresh ? current : seen;
        WriteStep step = reconcile.step(wanted, current, profile);
        if (refused != null && step.equals(refused.step())) {
            return endings.refused(refused.code(), refused.reply(), id);
        }
        if (fresh && refused == null && row.progress().mustRead() && id.equals(row.standing().targetId()) && !(step instanceof WriteStep.Nothing)) {
            LostUpdate lost = LostUpdate.of(desired, row.standing().applied(), current, reconcile, profile, around);
            if (lost != null) {
                endings.step("action", "success", Endings.verb(lost.action()) + ", done by a call whose answer was lost");
                confirmation.alreadyRead(lost.action());
                return new Ending.Established(lost.action(), id, lost.applied(), endings.steps(), lost.changes());
            }
        }
        if ((step instanceof WriteStep.Patch || step instanceof WriteStep.Replace) && leavesOut(DesiredAccount.Operation.UPDATE)) {
            return endings.notAllowed(DesiredAccount.Operation.UPDATE);
        }
        if (Endings.named(action, step.changes(), wanted) == Action.DISABLE && !step.changes().isEmpty()) {
            if (around.isProtected(work)) {
                return endings.refused(ErrorCode.PROTECTED, null, id);
            }
            if (!around.mayRemove(work)) {
                return endings.held();
            }
        }
        return switch (step) {
            case WriteStep.Nothing nothing -> equal(id, action, refused);
            case WriteStep.Create create -> throw new IllegalStateException("an account that exists is not created");
            case WriteStep.Delete delete -> delete(id);
            case WriteStep.Patch patch -> {
                if (fresh && !learn(id, current, patch) || !around.mayWrite(work)) {
                    yield new Ending.Parked();
                }
                yield written(id, patch, calls.patch(desired.objectType(), id, patch.operations(), work.intent().opId()), fresh, refused, action);
            }
            case WriteStep.Replace replace -> {
                if (fresh && !learn(id, current, replace) || !around.mayWrite(work)) {
                    yield new Ending.Parked();
                }
                yield written(id, replace, calls.put(desired.objectType(), id, replace.body(), work.intent().opId()), fresh, refused, action);
            }
        };
    }

    /** What was read is stored before it is changed: if the answer is lost, the row still tells a change from no change. */
    private boolean learn(String id, Map<String, @Nullable Object> current, WriteStep step) {
        Map<String, @Nullable Object> applied = work.standing().applied();
        boolean known = id.equals(work.standing().targetId()) && applied != null
                && reconcile.step(wanted, reconcile.assumed(applied), profile).changes().equals(step.changes());
        if (known) {
            return true;
        }
        // Also of references that this operation does not touch, so that nobody takes what was there for the effect of a later one.
        Wanted all = Wanted.of(desired, desired.references(), profile.omitExternalId());
        return learn(id, reconcile.held(all, current, applied));
    }

    private boolean learn(String id, Map<String, @Nullable Object> applied) {
        if (!around.learned(work, id, applied)) {
            return false;
        }
        work.learned(id, applied);
        return true;
    }

    /** Nothing differs. What a lost answer left in doubt has then happened, and is this operation's effect. */
    private Ending equal(String id, Action action, @Nullable Refused refused) {
        List<Change> changes = List.of();
        if (action == Action.CREATE) {
            changes = reconcile.step(wanted, null, profile).changes();
        } else if (row.progress().mustRead() || refused != null) {
            Map<String, @Nullable Object> applied = work.standing().applied();
            changes = applied == null ? List.of() : reconcile.step(wanted, reconcile.assumed(applied), profile).changes();
        }
        boolean effect = action == Action.CREATE || !changes.isEmpty();
        endings.step("action", effect ? "success" : "skipped", effect ? "done by an earlier call whose answer was lost" : "already as desired");
        Action done = effect ? Endings.named(action, changes, wanted) : Action.NONE;
        confirmation.alreadyRead(done);
        return settled(effect ? Result.APPLIED : Result.UNCHANGED, done, id, changes, null);
    }

    private Ending written(String id, WriteStep step, Reply reply, boolean fresh, @Nullable Refused refused, Action action) {
        return switch (reply.verdict()) {
            case Verdict.Done done -> {
                Action named = Endings.named(action, step.changes(), wanted);
                endings.step("action", "success", Endings.verb(named));
                endings.step("export", "success", "accepted by the target");
                Ending open = confirmation.of(named, reply, id);
                yield open != null ? open : settled(Result.APPLIED, named, id, step.changes(), reply);
            }
            case Verdict.Stale stale -> refused != null || fresh && stale.code() != ErrorCode.STALE
                    ? endings.refused(stale.code(), reply, id) : read(id, new Refused(step, stale.code(), reply));
            case Verdict.Vanished vanished -> {
                endings.step("match", "skipped", "the linked account is no longer in the target");
                yield unlinked(true);
            }
            case Verdict.Unknown unknown -> endings.again(unknown.code(), reply, endings.mustReadNext(), false, id);
            case Verdict.Retry retry -> endings.failed(reply);
            case Verdict.Throttled throttled -> endings.failed(reply);
            case Verdict.Conflict conflict -> endings.refused(ErrorCode.CONFLICT, reply, id);
            case Verdict.Permanent permanent -> endings.refused(permanent.code(), reply, id);
            case Verdict.AppWide appWide -> endings.failed(reply);
        };
    }

    private Ending delete(String id) {
        if (leavesOut(DesiredAccount.Operation.DELETE)) {
            return endings.notAllowed(DesiredAccount.Operation.DELETE);
        }
        if (around.isProtected(work)) {
            return endings.refused(ErrorCode.PROTECTED, null, id);
        }
        if (!around.mayRemove(work)) {
            return endings.held();
        }
        if (!around.mayWrite(work)) {
            return new Ending.Parked();
        }
        Reply reply = calls.delete(desired.objectType(), id, work.intent().opId());
        if (!reply.isDone()) {
            return reply.verdict() instanceof Verdict.Unknown unknown ? endings.again(unknown.code(), reply, endings.mustReadNext(), false, id) : endings.failed(reply);
        }
        endings.step("action", "success", "delete");
        endings.step("export", "success", "accepted by the target");
        Ending open = confirmation.of(Action.DELETE, reply, id);
        return open != null ? open : new Ending.Settled(Result.APPLIED, Action.DELETE, State.DELETED, null, null, List.of(), endings.steps(), List.of(), null, reply);
    }

    // --- an account that must be found or made

    /** @param askTarget whether a listing from before will not do */
    private Ending unlinked(boolean askTarget) {
        boolean bulk = desired.lane() == dev.lockstep.contracts.Lane.BULK;
        return switch (lookUp.find(desired, askTarget || !bulk)) {
            case Found.Unclear unclear -> endings.unclear(unclear.code());
            case Found.Failed failed -> endings.failed(failed.reply());
            case Found.One one -> adopt(one, false);
            case Found.None none -> absent();
        };
    }

    /** @param justRefused the target has just refused to create it: an account that carries somebody else's external id is not ours */
    private Ending adopt(Found.One one, boolean justRefused) {
        if (around.isLinkedElsewhere(work, one.id())) {
            endings.step("match", "failure", ErrorCode.LINKED_ELSEWHERE.happened());
            return endings.refused(ErrorCode.LINKED_ELSEWHERE, null, null);
        }
        Object external = one.resource().get("externalId");
        if (justRefused && external != null && !Traces.isOurs(one.resource(), desired)) {
            endings.step("match", "failure", ErrorCode.FOREIGN_ACCOUNT.happened());
            return endings.refused(ErrorCode.FOREIGN_ACCOUNT, null, null);
        }
        // A lost call may also have made another one in the place of the one that is gone.
        boolean made = Traces.ofOurCreate(one.resource(), desired, row.progress()) || vanished && row.progress().mustRead() && Traces.isOurs(one.resource(), desired);
        endings.step("match", "success", made ? "found: an earlier create had worked" : "found by " + one.by());
        if (made && !isAsDesired(one.resource())) {
            endings.step("action", "success", "create, done by an earlier call whose answer was lost");
            Wanted first = Wanted.of(desired, Map.of(), profile.omitExternalId());
            return new Ending.Established(Action.CREATE, one.id(), null, endings.steps(), reconcile.step(first, null, profile).changes());
        }
        if (desired.state() == DesiredAccount.State.DELETED) {
            return learn(one.id(), Map.of()) ? delete(one.id()) : new Ending.Parked();
        }
        return update(one.id(), one.resource(), true, null, made ? Action.CREATE : Action.UPDATE);
    }

    private boolean isAsDesired(Map<String, @Nullable Object> resource) {
        return desired.state() != DesiredAccount.State.DELETED && reconcile.step(wanted, resource, profile) instanceof WriteStep.Nothing;
    }

    private Ending absent() {
        Progress progress = row.progress();
        if (progress.inDoubt()) {
            boolean lagOver = around.now() - progress.doubtSince() >= profile.searchLagSeconds() * 1000L;
            if (!lagOver || progress.looks() < 1) {
                return endings.lookAgain();
            }
        }
        WriteStep step = reconcile.step(wanted, null, profile);
        if (!(step instanceof WriteStep.Create create)) {
            endings.step("match", "skipped", "there is no account");
            return new Ending.Settled(Result.SKIPPED, Action.NONE, desired.state() == DesiredAccount.State.DELETED ? State.DELETED : State.OUT_OF_SCOPE,
                    null, null, List.of(), endings.steps(), List.of(), null, null);
        }
        endings.step("match", "success", "no account yet");
        return create(create);
    }

    private boolean leavesOut(DesiredAccount.Operation operation) {
        return !desired.conditionsOrNone().operations().contains(operation);
    }

    private Ending create(WriteStep.Create create) {
        if (leavesOut(DesiredAccount.Operation.ADD)) {
            return endings.notAllowed(DesiredAccount.Operation.ADD);
        }
        if (!around.mayWrite(work)) {
            return new Ending.Parked();
        }
        Reply reply = calls.create(desired.objectType(), create.body(), work.intent().opId());
        return switch (reply.verdict()) {
            case Verdict.Done done -> {
                String id = String.valueOf(reply.id());
                around.created(desired.objectType(), create.body(), id);
                endings.step("action", "success", "create");
                endings.step("export", "success", "confirmed by the target");
                yield settled(Result.APPLIED, Action.CREATE, id, create.changes(), reply);
            }
            case Verdict.Unknown unknown -> endings.again(unknown.code(), reply, endings.inDoubtNow(), true, null);
            case Verdict.Throttled throttled -> throttled.doubtful() ? endings.waiting(throttled, reply, endings.inDoubtNow(), true)
                    : endings.waiting(throttled, reply, row.progress(), row.progress().inDoubt());
            case Verdict.Conflict conflict -> afterRefusal(conflict.code(), reply);
            case Verdict.Permanent permanent -> afterRefusal(permanent.code(), reply);
            case Verdict.Retry retry -> endings.failed(reply);
            case Verdict.Vanished vanished -> endings.failed(reply);
            case Verdict.Stale stale -> endings.failed(reply);
            case Verdict.AppWide appWide -> endings.failed(reply);
        };
    }

    /** Targets say "exists already" with many statuses: whatever the refusal was, one look tells. */
    private Ending afterRefusal(ErrorCode code, Reply reply) {
        return switch (lookUp.find(desired, true)) {
            case Found.One one -> adopt(one, true);
            case Found.None none -> endings.refused(code, reply, null);
            case Found.Unclear unclear -> endings.refused(unclear.code() == ErrorCode.DUPLICATE_IN_TARGET ? unclear.code() : code, reply, null);
            case Found.Failed failed -> endings.failed(failed.reply());
        };
    }

    // --- endings

    private Ending settled(Result result, Action action, String id, List<Change> changes, @Nullable Reply call) {
        State state = desired.state() == DesiredAccount.State.DISABLED || wanted.isInactive() ? State.DISABLED
                : waitsFor.isEmpty() ? State.ACTIVE : State.WAITING_FOR_REFERENCE;
        Map<String, @Nullable Object> before = id.equals(work.standing().targetId()) ? work.standing().applied() : null;
        Map<String, @Nullable Object> applied = reconcile.applied(wanted, before);
        if (seen != null) {
            // A lost call may have written references that cannot be resolved any more: they are there, and are no later effect.
            reconcile.references(desired.references().keySet(), seen).forEach(applied::putIfAbsent);
        }
        if (action == Action.CREATE && desired.objectType() == ObjectType.USER) {
            applied.putIfAbsent("active", true);
        }
        return new Ending.Settled(result, action, state, id, applied, waitsFor, endings.steps(), changes, null, call);
    }
}
