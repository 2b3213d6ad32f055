package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Doubt;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.reconcile.Wanted;
import dev.lockstep.writer.scim.Reply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether an operation took effect that a newer desire replaced before anybody saw its answer. Only reads: the newer
 * desire follows as an attempt of its own, once the older one has its place in the record.
 */
final class Recall {
    private final DesiredAccount old;
    private final Row row;
    private final TargetProfile profile;
    private final Calls calls;
    private final LookUp lookUp;
    private final Reconcile reconcile;
    private final Surroundings around;
    private final Work work;
    private final Endings endings;

    Recall(Work work, Doubt doubt, TargetProfile profile, Calls calls, LookUp lookUp, Reconcile reconcile, Surroundings around) {
        this.work = work;
        this.old = doubt.wish().account();
        this.row = work.row();
        this.profile = profile;
        this.calls = calls;
        this.lookUp = lookUp;
        this.reconcile = reconcile;
        this.around = around;
        this.endings = new Endings(work, around);
    }

    Ending run() {
        String id = row.standing().targetId();
        return id == null ? unlinked() : linked(id);
    }

    private Ending linked(String id) {
        Reply reply = calls.read(old.objectType(), id);
        Map<String, @Nullable Object> applied = row.standing().applied();
        if (reply.verdict() instanceof Verdict.Vanished) {
            boolean deletes = old.state() == DesiredAccount.State.DELETED
                    || old.state() == DesiredAccount.State.DISABLED && profile.removal() == TargetProfile.Removal.DELETE;
            return deletes ? happened(Action.DELETE, List.of(), null, null, false) : nothing(id, applied, true);
        }
        Map<String, @Nullable Object> current = reply.resource();
        if (!reply.isDone() || current == null) {
            return endings.failed(reply);
        }
        LostUpdate lost = LostUpdate.of(old, applied, current, reconcile, profile, around);
        return lost == null ? nothing(id, applied, true) : happened(lost.action(), lost.changes(), id, lost.applied(), false);
    }

    private Ending unlinked() {
        return switch (lookUp.find(old, true)) {
            case Found.Unclear unclear -> endings.unclear(unclear.code());
            case Found.Failed failed -> endings.failed(failed.reply());
            case Found.One one -> made(one);
            case Found.None none -> mayComeYet() ? endings.lookAgain() : nothing(null, null, row.progress().mustRead());
        };
    }

    private Ending made(Found.One one) {
        if (!Traces.ofOurCreate(one.resource(), old, row.progress()) || around.isLinkedElsewhere(work, one.id())) {
            return nothing(null, null, row.progress().mustRead());
        }
        Wanted first = Wanted.of(old, Map.of(), profile.omitExternalId());
        // What else the account holds by now is not known: the newer desire reads it.
        return happened(Action.CREATE, reconcile.step(first, null, profile).changes(), one.id(), null, true);
    }

    private boolean mayComeYet() {
        Progress progress = row.progress();
        return progress.inDoubt() && (progress.looks() < 1 || around.now() - progress.doubtSince() < profile.searchLagSeconds() * 1000L);
    }

    private Ending happened(Action action, List<Change> changes, @Nullable String id, @Nullable Map<String, @Nullable Object> applied, boolean readNext) {
        endings.step("match", "success", "found: an earlier call had worked");
        endings.step("action", "success", Endings.verb(action) + ", done by a call whose answer was lost");
        return new Ending.Recalled(action, changes, endings.steps(), id, applied, new Progress(0, row.progress().attempts(), 0, 0, readNext));
    }

    private Ending nothing(@Nullable String id, @Nullable Map<String, @Nullable Object> applied, boolean readNext) {
        Progress before = row.progress();
        return new Ending.Recalled(null, List.of(), endings.steps(), id, applied,
                new Progress(0, before.attempts(), before.doubtSince(), before.looks(), readNext));
    }
}
