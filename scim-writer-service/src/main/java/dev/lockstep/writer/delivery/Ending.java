package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.scim.Reply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
sealed interface Ending {
    /**
     * The desire has its outcome.
     *
     * @param detail one sentence for people
     */
    record Settled(Result result, Action action, State state, @Nullable String targetId, @Nullable Map<String, @Nullable Object> applied,
            List<String> waitsFor, List<Step> steps, List<Change> changes, @Nullable ErrorCode error, @Nullable Reply call) implements Ending {
    }

    /**
     * An earlier call whose answer was lost has worked, and the account is not yet as desired: the call goes on record, and
     * what is left follows at once as an operation of its own.
     *
     * @param applied what the account is known to hold by now; null when that has to be read
     * @param changes what the call wrote
     */
    record Established(Action action, String targetId, @Nullable Map<String, @Nullable Object> applied, List<Step> steps, List<Change> changes)
            implements Ending {
    }

    /**
     * It is known now what became of an older desire whose answer nobody saw. The newer one follows at once.
     *
     * @param action what it did; null when it had not happened
     */
    record Recalled(@Nullable Action action, List<Change> changes, List<Step> steps, @Nullable String targetId,
            @Nullable Map<String, @Nullable Object> applied, Progress progress) implements Ending {
    }

    /**
     * Another attempt follows.
     *
     * @param silent no fact: only a look-up of a doubtful create found nothing yet
     * @param targetId the link as far as it is known now
     */
    record Again(ErrorCode error, long waitMillis, Progress progress, boolean silent, @Nullable String targetId,
            @Nullable Map<String, @Nullable Object> applied, Action action, List<Step> steps, @Nullable Reply call) implements Ending {
    }

    /** A removal beyond what the app allows at a time: a person decides. */
    record Held(List<Step> steps) implements Ending {
    }

    /** A membership that would go with its group, whose removal is held: it follows what a person decides about the group. */
    record HeldAlong(List<Step> steps, long againMillis) implements Ending {
    }

    /** Nothing was sent, or nothing is wrong with the account: it waits for its app. */
    record Parked() implements Ending {
    }
}
