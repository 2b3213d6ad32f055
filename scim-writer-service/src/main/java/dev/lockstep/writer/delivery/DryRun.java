package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.reconcile.Hidden;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.reconcile.Wanted;
import dev.lockstep.writer.reconcile.WriteStep;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.target.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds out what an attempt would do, by reading only. */
public final class DryRun {
    private final Target target;
    private final Calls calls;
    private final Reconcile reconcile;
    private final LookUp lookUp;
    private final List<Step> steps = new ArrayList<>();

    /** @param action what would be done: {@code create}, {@code update}, {@code disable}, {@code delete} or {@code none} */
    public record Report(List<Step> steps, String action, List<Change> changes, @Nullable Failure failure) {
    }

    DryRun(Target target, Calls calls, Reconcile reconcile, ReadAhead readAhead) {
        this.target = target;
        this.calls = calls;
        this.reconcile = reconcile;
        this.lookUp = new LookUp(calls, target, reconcile, readAhead);
    }

    static Report impossible(@Nullable ErrorCode code) {
        ErrorCode why = code == null ? ErrorCode.NOT_CONFIGURED : code;
        return new Report(List.of(new Step("match", "failure", why.happened())), "none", List.of(), Outcomes.failure(why, null));
    }

    Report run(DesiredAccount desired, @Nullable Row row, Map<String, String> links) {
        if (desired.objectType() == ObjectType.MEMBERSHIP) {
            boolean there = desired.references().values().stream().allMatch(id -> links.containsKey(DesiredAccount.key(desired.app(), id)));
            steps.add(there ? new Step("match", "success", "group and member are there") : new Step("match", "skipped", "the group or the member is not there"));
            return new Report(steps, there ? "update" : "none", List.of(), null);
        }
        Map<String, String> references = new LinkedHashMap<>();
        desired.references().forEach((path, objectId) -> {
            String id = links.get(DesiredAccount.key(desired.app(), objectId));
            if (id != null) {
                references.put(path, id);
            }
        });
        Wanted wanted = Wanted.of(desired, references, target.profile().omitExternalId());
        String id = row == null ? null : row.standing().targetId();
        if (id != null) {
            Reply reply = calls.read(desired.objectType(), id);
            if (reply.isDone() && reply.resource() != null) {
                steps.add(new Step("match", "success", "linked"));
                return would(desired, wanted, reply.resource());
            }
            if (!(reply.verdict() instanceof Verdict.Vanished)) {
                return failed(reply.verdict());
            }
        }
        return switch (lookUp.find(desired, true)) {
            case Found.One one -> {
                steps.add(new Step("match", "success", "found by " + one.by()));
                yield would(desired, wanted, one.resource());
            }
            case Found.None none -> {
                steps.add(new Step("match", "success", "no account yet"));
                yield would(desired, wanted, null);
            }
            case Found.Unclear unclear -> refused(unclear.code());
            case Found.Failed failed -> failed(failed.reply().verdict());
        };
    }

    private Report would(DesiredAccount desired, Wanted wanted, @Nullable Map<String, @Nullable Object> current) {
        WriteStep step = reconcile.step(wanted, current, Profiles.of(target.profile(), desired.objectType()));
        String action = switch (step) {
            case WriteStep.Create create -> "create";
            case WriteStep.Patch patch -> wanted.state() == DesiredAccount.State.DISABLED ? "disable" : "update";
            case WriteStep.Replace replace -> wanted.state() == DesiredAccount.State.DISABLED ? "disable" : "update";
            case WriteStep.Delete delete -> "delete";
            case WriteStep.Nothing nothing -> "none";
        };
        DesiredAccount.Operation operation = switch (step) {
            case WriteStep.Create create -> DesiredAccount.Operation.ADD;
            case WriteStep.Delete delete -> DesiredAccount.Operation.DELETE;
            case WriteStep.Patch patch -> DesiredAccount.Operation.UPDATE;
            case WriteStep.Replace replace -> DesiredAccount.Operation.UPDATE;
            case WriteStep.Nothing nothing -> null;
        };
        if (operation != null && !desired.conditionsOrNone().operations().contains(operation)) {
            steps.add(new Step("action", "skipped", "the schema's flow types leave out " + operation.name().toLowerCase(java.util.Locale.ROOT)));
            return new Report(steps, "none", List.of(), null);
        }
        steps.add(new Step("action", "skipped", "dry run: " + action));
        return new Report(steps, action, Hidden.in(step.changes(), desired), null);
    }

    private Report failed(Verdict verdict) {
        return refused(Objects.requireNonNull(switch (verdict) {
            case Verdict.Done done -> ErrorCode.UNCLEAR;
            case Verdict.Unknown unknown -> unknown.code();
            case Verdict.Retry retry -> retry.code();
            case Verdict.Throttled throttled -> throttled.code();
            case Verdict.Conflict conflict -> conflict.code();
            case Verdict.Vanished vanished -> vanished.code();
            case Verdict.Stale stale -> stale.code();
            case Verdict.Permanent permanent -> permanent.code();
            case Verdict.AppWide appWide -> appWide.code();
        }));
    }

    private Report refused(ErrorCode code) {
        steps.add(new Step("match", "failure", code.happened()));
        return new Report(steps, "none", List.of(), Outcomes.failure(code, null));
    }
}
