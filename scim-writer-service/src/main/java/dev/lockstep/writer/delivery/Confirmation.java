package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AppConfig.Confirm;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.scim.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an account back after its removal: a 2xx says that the target took the request, not that nobody can sign in any more.
 * It is one more call, a read, before the row is settled; whoever finds the row unsettled reads before anything is written again.
 */
final class Confirmation {
    private static final String STEP = "confirm";
    private static final int ONE_IN = 10;

    private final Work work;
    private final Calls calls;
    private final Reconcile reconcile;
    private final Surroundings around;
    private final Endings endings;

    Confirmation(Work work, Calls calls, Reconcile reconcile, Surroundings around, Endings endings) {
        this.work = work;
        this.calls = calls;
        this.reconcile = reconcile;
        this.around = around;
        this.endings = endings;
    }

    private static boolean removes(Action action) {
        return action == Action.DISABLE || action == Action.DELETE;
    }

    /** The same operation is chosen again whenever it is attempted. */
    static boolean chooses(Confirm policy, String opId) {
        return switch (policy) {
            case ALWAYS -> true;
            case SAMPLED -> Math.floorMod(opId.hashCode(), ONE_IN) == 0;
            case NEVER -> false;
        };
    }

    /** A removal that this attempt found done by reading the account. */
    void alreadyRead(Action action) {
        if (removes(action)) {
            endings.step(STEP, "success", "the account was read and is inactive");
        }
    }

    /**
     * After the target has answered a write with success.
     *
     * @param written its answer
     * @return null when the outcome may be stored; otherwise how the attempt ends
     */
    @Nullable Ending of(Action action, Reply written, String id) {
        if (action == Action.DELETE && (written.status() == 404 || written.status() == 410)) {
            return confirmed("the account was gone already");
        }
        if (!removes(action) || !chooses(around.confirmEffect(), work.intent().opId())) {
            return null;
        }
        Reply reply = calls.read(work.desired().objectType(), id);
        return switch (reply.verdict()) {
            case Verdict.Done done -> shown(action, reply.resource(), reply, id);
            case Verdict.Vanished vanished -> confirmed("the account is gone");
            case Verdict.Throttled throttled -> {
                endings.step(STEP, "failure", throttled.code().happened());
                yield endings.waiting(throttled, reply, endings.mustReadNext(), false);
            }
            case Verdict.Retry retry -> endings.notConfirmed(retry.code(), reply, id);
            case Verdict.Unknown unknown -> endings.notConfirmed(unknown.code(), reply, id);
            case Verdict.Stale stale -> endings.notConfirmed(stale.code(), reply, id);
            case Verdict.Conflict conflict -> endings.notConfirmed(conflict.code(), reply, id);
            case Verdict.AppWide appWide -> around.isAppWide(appWide.code()) ? endings.notConfirmed(appWide.code(), reply, id) : cannotTell();
            case Verdict.Permanent permanent -> cannotTell();
        };
    }

    private @Nullable Ending shown(Action action, @Nullable Map<String, @Nullable Object> account, Reply reply, String id) {
        Object active = account == null ? null : reconcile.value(account, "active");
        if (active != null && String.valueOf(active).equalsIgnoreCase("false")) {
            // Some targets keep a deleted account and only switch it off.
            return confirmed("the account was read back and is inactive");
        }
        return active == null && action == Action.DISABLE ? cannotTell() : endings.notConfirmed(ErrorCode.EFFECT_NOT_CONFIRMED, reply, id);
    }

    private @Nullable Ending confirmed(String detail) {
        endings.step(STEP, "success", detail);
        return null;
    }

    /** Asked again it would say the same, and the write was accepted: on record as accepted, and not as confirmed. */
    private @Nullable Ending cannotTell() {
        endings.step(STEP, "skipped", "the target does not let the account be read, or does not show whether it is active");
        return null;
    }
}
