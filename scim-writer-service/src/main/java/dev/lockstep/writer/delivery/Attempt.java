package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
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
    private final List<Step> steps = new ArrayList<>();
    /** The account as the target showed it in this attempt. */
    private @Nullable Map<String, @Nullable Object> seen;

    Attempt(Work work, TargetProfile profile, Calls calls, LookUp lookUp, Reconcile reconcile, Surroundings around) {
        this.work = work;
        this.desired = work.desired();
        this.row = work.row();
        this.profile = profile;
        this.calls = calls;
        this.lookUp = lookUp;
        this.reconcile = reconcile;
        this.around = around;
        Map<String, String> references = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        if (desired.state() == DesiredAccount.State.PRESENT) {
            desired.references().forEach((path, objectId) -> {
                String key = DesiredAccount.key(desired.app(), objectId);
                String id = key.equals(row.key()) ? row.standing().targetId() : around.link(key);
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
        String id = row.standing().targetId();
        return id == null ? unlinked(row.progress().inDoubt() || work.isRecovering()) : linked(id);
    }

    private boolean mustRead() {
        return row.progress().mustRead() || work.isRecovering() || desired.requestId() != null;
    }

    // --- an account that is known by its id

    private Ending linked(String id) {
        if (desired.state() == DesiredAccount.State.DELETED) {
            step("match", "success", "linked");
            return delete(id);
        }
        Map<String, @Nullable Object> applied = row.standing().applied();
        boolean put = profile.userUpdate() == TargetProfile.UserUpdate.PUT;
        if (mustRead() || put || applied == null || !reconcile.suffices(wanted, applied)) {
            return read(id, null);
        }
        step("match", "success", "linked");
        return update(id, reconcile.assumed(applied), false, null, Action.UPDATE);
    }

    /** @param refused the operations that the target has just refused, and why; null for none */
    private Ending read(String id, @Nullable Refused refused) {
        Reply reply = calls.read(desired.objectType(), id);
        if (reply.verdict() instanceof Verdict.Vanished) {
            step("match", "skipped", "the linked account is no longer in the target");
            return unlinked(true);
        }
        Map<String, @Nullable Object> current = reply.resource();
        if (!reply.isDone() || current == null) {
            return failed(reply);
        }
        if (refused == null) {
            step("match", "success", "linked, read");
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
            return refused(refused.code(), refused.reply(), id);
        }
        return switch (step) {
            case WriteStep.Nothing nothing -> equal(id, action, refused);
            case WriteStep.Create create -> throw new IllegalStateException("an account that exists is not created");
            case WriteStep.Delete delete -> delete(id);
            case WriteStep.Patch patch -> {
                if (!around.mayWrite(work)) {
                    yield new Ending.Parked();
                }
                yield written(id, patch, calls.patch(desired.objectType(), id, patch.operations(), work.intent().opId()), fresh, refused, action);
            }
            case WriteStep.Replace replace -> {
                if (!around.mayWrite(work)) {
                    yield new Ending.Parked();
                }
                yield written(id, replace, calls.put(desired.objectType(), id, replace.body(), work.intent().opId()), fresh, refused, action);
            }
        };
    }

    /** Nothing differs. What a lost answer left in doubt has then happened, and is this operation's effect. */
    private Ending equal(String id, Action action, @Nullable Refused refused) {
        List<Change> changes = List.of();
        if (action == Action.CREATE) {
            changes = reconcile.step(wanted, null, profile).changes();
        } else if (row.progress().mustRead() || work.isRecovering() || refused != null) {
            Map<String, @Nullable Object> applied = row.standing().applied();
            changes = applied == null ? List.of() : reconcile.step(wanted, reconcile.assumed(applied), profile).changes();
        }
        boolean effect = action == Action.CREATE || !changes.isEmpty();
        step("action", effect ? "success" : "skipped", effect ? "done by an earlier call whose answer was lost" : "already as desired");
        return settled(effect ? Result.APPLIED : Result.UNCHANGED, effect ? named(action, changes) : Action.NONE, id, changes, null);
    }

    private Ending written(String id, WriteStep step, Reply reply, boolean fresh, @Nullable Refused refused, Action action) {
        return switch (reply.verdict()) {
            case Verdict.Done done -> {
                step("action", "success", verb(named(action, step.changes())));
                step("export", "success", "confirmed by the target");
                yield settled(Result.APPLIED, named(action, step.changes()), id, step.changes(), reply);
            }
            case Verdict.Stale stale -> refused != null || fresh && stale.code() != ErrorCode.STALE
                    ? refused(stale.code(), reply, id) : read(id, new Refused(step, stale.code(), reply));
            case Verdict.Vanished vanished -> {
                step("match", "skipped", "the linked account is no longer in the target");
                yield unlinked(true);
            }
            case Verdict.Unknown unknown -> again(unknown.code(), reply, mustReadNext(), false, id);
            case Verdict.Retry retry -> failed(reply);
            case Verdict.Throttled throttled -> failed(reply);
            case Verdict.Conflict conflict -> refused(ErrorCode.CONFLICT, reply, id);
            case Verdict.Permanent permanent -> refused(permanent.code(), reply, id);
            case Verdict.AppWide appWide -> failed(reply);
        };
    }

    private Ending delete(String id) {
        if (!around.mayWrite(work)) {
            return new Ending.Parked();
        }
        Reply reply = calls.delete(desired.objectType(), id, work.intent().opId());
        if (!reply.isDone()) {
            return reply.verdict() instanceof Verdict.Unknown unknown ? again(unknown.code(), reply, mustReadNext(), false, id) : failed(reply);
        }
        step("action", "success", "delete");
        step("export", "success", "confirmed by the target");
        return new Ending.Settled(Result.APPLIED, Action.DELETE, State.DELETED, null, null, List.of(), steps, List.of(), null, reply);
    }

    // --- an account that must be found or made

    /** @param askTarget whether a listing from before will not do */
    private Ending unlinked(boolean askTarget) {
        boolean bulk = desired.lane() == dev.lockstep.contracts.Lane.BULK;
        return switch (lookUp.find(desired, askTarget || !bulk)) {
            case Found.Unclear unclear -> unclear(unclear.code());
            case Found.Failed failed -> failed(failed.reply());
            case Found.One one -> adopt(one, false);
            case Found.None none -> absent();
        };
    }

    private Ending unclear(ErrorCode code) {
        step("match", "failure", code.happened());
        return code == ErrorCode.CANNOT_LOOK_UP ? again(code, null, row.progress(), row.progress().inDoubt(), null) : refused(code, null, null);
    }

    /** @param justRefused the target has just refused to create it: an account that carries somebody else's external id is not ours */
    private Ending adopt(Found.One one, boolean justRefused) {
        if (around.isLinkedElsewhere(work, one.id())) {
            step("match", "failure", ErrorCode.LINKED_ELSEWHERE.happened());
            return refused(ErrorCode.LINKED_ELSEWHERE, null, null);
        }
        Object external = one.resource().get("externalId");
        boolean ours = external != null && String.valueOf(external).equals(ourExternalId());
        if (justRefused && external != null && !ours) {
            step("match", "failure", ErrorCode.FOREIGN_ACCOUNT.happened());
            return refused(ErrorCode.FOREIGN_ACCOUNT, null, null);
        }
        boolean made = row.progress().inDoubt() && (ours || createdSince(one.resource(), row.progress().doubtSince()));
        step("match", "success", made ? "found: an earlier create had worked" : "found by " + one.by());
        if (made && !isAsDesired(one.resource())) {
            step("action", "success", "create, done by an earlier call whose answer was lost");
            Wanted first = Wanted.of(desired, Map.of(), profile.omitExternalId());
            return new Ending.Established(one.id(), steps, reconcile.step(first, null, profile).changes());
        }
        if (desired.state() == DesiredAccount.State.DELETED) {
            return delete(one.id());
        }
        return update(one.id(), one.resource(), true, null, made ? Action.CREATE : Action.UPDATE);
    }

    private boolean isAsDesired(Map<String, @Nullable Object> resource) {
        return desired.state() != DesiredAccount.State.DELETED && reconcile.step(wanted, resource, profile) instanceof WriteStep.Nothing;
    }

    private @Nullable String ourExternalId() {
        Object mapped = wanted.attributes().get("externalId");
        return mapped != null ? String.valueOf(mapped) : wanted.externalId();
    }

    /** Clocks of two machines differ. */
    private static boolean createdSince(Map<String, @Nullable Object> resource, long since) {
        if (resource.get("meta") instanceof Map<?, ?> meta && meta.get("created") instanceof String created) {
            try {
                return java.time.OffsetDateTime.parse(created).toInstant().toEpochMilli() >= since - 60_000;
            } catch (java.time.DateTimeException e) {
                return false;
            }
        }
        return false;
    }

    private Ending absent() {
        Progress progress = row.progress();
        if (progress.inDoubt()) {
            boolean lagOver = around.now() - progress.doubtSince() >= profile.searchLagSeconds() * 1000L;
            if (!lagOver || progress.looks() < 1) {
                step("match", "skipped", "not found yet");
                long wait = around.failures().nextLookUp(progress.looks());
                return new Ending.Again(ErrorCode.TIMEOUT, wait,
                        new Progress(progress.part(), progress.attempts(), progress.doubtSince(), progress.looks() + 1, false),
                        true, null, null, Action.CREATE, steps, null);
            }
        }
        WriteStep step = reconcile.step(wanted, null, profile);
        if (!(step instanceof WriteStep.Create create)) {
            step("match", "skipped", "there is no account");
            return new Ending.Settled(Result.SKIPPED, Action.NONE, desired.state() == DesiredAccount.State.DELETED ? State.DELETED : State.OUT_OF_SCOPE,
                    null, null, List.of(), steps, List.of(), null, null);
        }
        step("match", "success", "no account yet");
        return create(create);
    }

    private Ending create(WriteStep.Create create) {
        if (!around.mayWrite(work)) {
            return new Ending.Parked();
        }
        Reply reply = calls.create(desired.objectType(), create.body(), work.intent().opId());
        return switch (reply.verdict()) {
            case Verdict.Done done -> {
                String id = String.valueOf(reply.id());
                around.created(create.body(), id);
                step("action", "success", "create");
                step("export", "success", "confirmed by the target");
                yield settled(Result.APPLIED, Action.CREATE, id, create.changes(), reply);
            }
            case Verdict.Unknown unknown -> again(unknown.code(), reply, inDoubtNow(), true, null);
            case Verdict.Throttled throttled -> {
                around.throttled(throttled);
                yield throttled.doubtful() ? waiting(throttled, reply, inDoubtNow(), true) : waiting(throttled, reply, row.progress(), row.progress().inDoubt());
            }
            case Verdict.Conflict conflict -> afterRefusal(conflict.code(), reply);
            case Verdict.Permanent permanent -> afterRefusal(permanent.code(), reply);
            case Verdict.Retry retry -> failed(reply);
            case Verdict.Vanished vanished -> failed(reply);
            case Verdict.Stale stale -> failed(reply);
            case Verdict.AppWide appWide -> failed(reply);
        };
    }

    /** Targets say "exists already" with many statuses: whatever the refusal was, one look tells. */
    private Ending afterRefusal(ErrorCode code, Reply reply) {
        return switch (lookUp.find(desired, true)) {
            case Found.One one -> adopt(one, true);
            case Found.None none -> refused(code, reply, null);
            case Found.Unclear unclear -> refused(unclear.code() == ErrorCode.DUPLICATE_IN_TARGET ? unclear.code() : code, reply, null);
            case Found.Failed failed -> failed(failed.reply());
        };
    }

    // --- endings

    private void step(String name, String status, String detail) {
        steps.add(new Step(name, status, detail));
    }

    private static String verb(Action action) {
        return action.name().toLowerCase(java.util.Locale.ROOT);
    }

    private Action named(Action action, List<Change> changes) {
        if (action != Action.UPDATE) {
            return action;
        }
        if (desired.state() == DesiredAccount.State.DISABLED) {
            return Action.DISABLE;
        }
        for (Change change : changes) {
            if (change.attribute().equals("active")) {
                return wanted.isInactive() ? Action.DISABLE : Action.ENABLE;
            }
        }
        return Action.UPDATE;
    }

    private Ending settled(Result result, Action action, String id, List<Change> changes, @Nullable Reply call) {
        State state = desired.state() == DesiredAccount.State.DISABLED || wanted.isInactive() ? State.DISABLED
                : waitsFor.isEmpty() ? State.ACTIVE : State.WAITING_FOR_REFERENCE;
        Map<String, @Nullable Object> before = id.equals(row.standing().targetId()) ? row.standing().applied() : null;
        Map<String, @Nullable Object> applied = reconcile.applied(wanted, before);
        if (seen != null) {
            // A lost call may have written references that cannot be resolved any more: they are there, and are no later effect.
            reconcile.references(desired.references().keySet(), seen).forEach(applied::putIfAbsent);
        }
        if (action == Action.CREATE) {
            applied.putIfAbsent("active", true);
        }
        return new Ending.Settled(result, action, state, id, applied, waitsFor, steps, changes, null, call);
    }

    private Ending refused(ErrorCode code, @Nullable Reply call, @Nullable String id) {
        step("action", "failure", code.happened());
        return new Ending.Settled(Result.REFUSED, Action.NONE, State.FAILED, id != null ? id : row.standing().targetId(), row.standing().applied(),
                List.of(), steps, List.of(), code, call);
    }

    private Progress inDoubtNow() {
        return new Progress(row.progress().part(), row.progress().attempts(), around.now(), 0, false);
    }

    private Progress mustReadNext() {
        return new Progress(row.progress().part(), row.progress().attempts(), row.progress().doubtSince(), row.progress().looks(), true);
    }

    private Ending failed(Reply reply) {
        return switch (reply.verdict()) {
            case Verdict.Retry retry -> again(retry.code(), reply, row.progress(), row.progress().inDoubt(), row.standing().targetId());
            case Verdict.Unknown unknown -> again(unknown.code(), reply, mustReadNext(), row.progress().inDoubt(), row.standing().targetId());
            case Verdict.Stale stale -> again(stale.code(), reply, mustReadNext(), row.progress().inDoubt(), row.standing().targetId());
            case Verdict.Vanished vanished -> again(vanished.code(), reply, row.progress(), row.progress().inDoubt(), null);
            case Verdict.Throttled throttled -> {
                around.throttled(throttled);
                yield waiting(throttled, reply, throttled.doubtful() ? mustReadNext() : row.progress(), row.progress().inDoubt());
            }
            case Verdict.AppWide appWide -> around.isAppWide(appWide.code()) ? new Ending.Parked()
                    : refused(ErrorCode.REFUSED, reply, row.standing().targetId());
            case Verdict.Permanent permanent -> refused(permanent.code(), reply, row.standing().targetId());
            case Verdict.Conflict conflict -> refused(conflict.code(), reply, row.standing().targetId());
            case Verdict.Done done -> throw new IllegalStateException("a call that worked has not failed");
        };
    }

    /** Being asked to wait is no failure of the account. */
    private Ending waiting(Verdict.Throttled throttled, Reply reply, Progress progress, boolean doubt) {
        long wait = throttled.until() == null ? around.failures().pause() : Math.max(1, throttled.until().toEpochMilli() - around.now());
        return new Ending.Again(throttled.code(), wait, progress, true, row.standing().targetId(), row.standing().applied(),
                doubt ? Action.CREATE : Action.NONE, steps, reply);
    }

    private Ending again(ErrorCode code, @Nullable Reply reply, Progress progress, boolean doubt, @Nullable String id) {
        step("action", "failure", code.happened());
        int attempts = progress.attempts() + 1;
        Progress next = new Progress(progress.part(), attempts, progress.doubtSince(), progress.looks(), progress.mustRead());
        boolean create = doubt && reply != null && reply.operation() == dev.lockstep.writer.fault.Operation.CREATE;
        Long wait = create ? Long.valueOf(around.failures().nextLookUp(0)) : around.failures().after(attempts);
        if (wait == null) {
            return new Ending.Settled(Result.GAVE_UP, Action.NONE, State.FAILED, id, id == null ? null : row.standing().applied(), List.of(), steps,
                    List.of(), code, reply);
        }
        return new Ending.Again(code, wait, next, false, id, id == null ? null : row.standing().applied(),
                create ? Action.CREATE : Action.NONE, steps, reply);
    }
}
