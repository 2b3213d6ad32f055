package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.contracts.AccountOutcome.Http;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.contracts.AccountOutcome.Timings;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.reconcile.Hidden;
import dev.lockstep.writer.scim.Reply;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts for the record. An effect is named by its operation, a failed attempt by operation and number. */
final class Outcomes {
    private Outcomes() {
    }

    static AccountOutcome settled(Work work, Ending.Settled ending, Instant startedAt, Instant now) {
        Failure failure = ending.error() == null ? null : failure(ending.error(), null);
        return outcome(work.intent().opId(), work.desired(), ending.targetId(), ending.result(), ending.action(), null, ending.steps(), ending.changes(),
                failure, ending.call(), work.row().progress().attempts() + 1, startedAt, now);
    }

    static AccountOutcome established(Work work, Ending.Established ending, Instant startedAt, Instant now) {
        return outcome(work.intent().opId(), work.desired(), ending.targetId(), Result.APPLIED, ending.action(), null, ending.steps(), ending.changes(),
                null, null, work.row().progress().attempts() + 1, startedAt, now);
    }

    /** @param action what the older desire did */
    static AccountOutcome recalled(Row.Doubt doubt, Ending.Recalled ending, Action action, int attempts, Instant startedAt, Instant now) {
        return outcome(doubt.opId(), doubt.wish().account(), ending.targetId(), Result.APPLIED, action, null, ending.steps(), ending.changes(),
                null, null, attempts + 1, startedAt, now);
    }

    static AccountOutcome retrying(Work work, Ending.Again ending, Instant startedAt, Instant now) {
        int attempt = work.row().progress().attempts() + 1;
        return outcome(work.intent().opId() + "/" + attempt, work.desired(), ending.targetId(), Result.RETRYING, ending.action(), null, ending.steps(),
                List.of(), failure(ending.error(), now.plusMillis(ending.waitMillis())), ending.call(), attempt, startedAt, now);
    }

    static AccountOutcome held(Work work, List<Step> steps, Instant startedAt, Instant now) {
        return outcome(work.intent().opId() + "/held", work.desired(), work.standing().targetId(), Result.HELD, Action.NONE, null, steps,
                List.of(), failure(ErrorCode.REMOVAL_HELD, null), null, work.row().progress().attempts() + 1, startedAt, now);
    }

    /** @param error why it had not been done before, or null */
    static AccountOutcome superseded(DesiredAccount desired, String opId, long by, @Nullable ErrorCode error, int attempts, Instant now) {
        return outcome(opId + "/superseded", desired, null, Result.SUPERSEDED, Action.NONE, by,
                List.of(new Step("action", "skipped", "replaced by version " + by)), List.of(),
                error == null ? null : failure(error, null), null, attempts + 1, now, now);
    }

    static Failure failure(ErrorCode error, @Nullable Instant nextAttemptAt) {
        return new Failure(error.type(), error.code(), error.happened(), nextAttemptAt);
    }

    private static AccountOutcome outcome(String factId, DesiredAccount desired, @Nullable String targetId, Result result, Action action,
            @Nullable Long supersededBy, List<Step> steps, List<AccountOutcome.Change> changes, @Nullable Failure failure, @Nullable Reply call,
            int attempt, Instant startedAt, Instant now) {
        return new AccountOutcome(factId, desired.app(), desired.objectType(), desired.objectId(), desired.userName(), targetId, result, action,
                desired.version(), supersededBy, desired.reason(), desired.causes(), desired.lane(), desired.syncId(), desired.requestId(),
                desired.initiator(), steps, Hidden.in(changes, desired), failure, call == null ? null : new Http(call.method(), call.status(), call.durationMs()),
                attempt, new Timings(desired.sourceAt(), desired.acceptedAt(), startedAt, now));
    }
}
