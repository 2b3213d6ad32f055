package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.planning.DecideBatch.Replayed;
import dev.lockstep.mapping.replay.Item.Settled;
import dev.lockstep.mapping.replay.Replay.Result;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an item comes to, from what the writer or the decision says. */
final class Settling {
    private Settling() {
    }

    /** Null for an outcome that is of no replay. */
    static @Nullable Settled of(AccountOutcome outcome) {
        String replay = outcome.requestId();
        if (replay == null || !Asked.isReplay(replay)) {
            return null;
        }
        String code = outcome.failure() == null ? null : outcome.failure().code();
        return new Settled(replay, outcome.app(), outcome.objectId(), result(outcome), code, rank(outcome), outcome.timings().finishedAt());
    }

    /** What was published for no reason of the replay, or not at all. An outcome of the same account that comes all the same counts more. */
    static Settled of(Replayed item, Instant at) {
        return new Settled(item.replayId(), item.app(), item.objectId(), item.superseded() ? Result.SUPERSEDED : Result.NOTHING, null, 0, at);
    }

    private static Result result(AccountOutcome outcome) {
        return switch (outcome.result()) {
            case APPLIED -> switch (outcome.action()) {
                case CREATE -> Result.CREATE;
                case UPDATE -> Result.UPDATE;
                case ENABLE -> Result.ENABLE;
                case DISABLE -> Result.DISABLE;
                case DELETE -> Result.DELETE;
                case NONE -> Result.NOTHING;
            };
            case UNCHANGED, SKIPPED -> Result.NOTHING;
            case REFUSED, GAVE_UP, RETRYING -> Result.FAILED;
            case HELD -> Result.HELD;
            case SUPERSEDED -> Result.SUPERSEDED;
        };
    }

    /**
     * A later version counts more; of one version, the end of it more than a failed attempt or a hold before. An account that was
     * made or enabled stays so when a reference of it is written afterwards, which is an update.
     */
    private static long rank(AccountOutcome outcome) {
        int weight = switch (outcome.result()) {
            case APPLIED -> switch (outcome.action()) {
                case CREATE, ENABLE -> 2;
                case UPDATE, DISABLE, DELETE, NONE -> 1;
            };
            case UNCHANGED, SKIPPED, REFUSED, GAVE_UP, SUPERSEDED -> 1;
            case RETRYING, HELD -> 0;
        };
        return outcome.version() * 3 + weight;
    }
}
