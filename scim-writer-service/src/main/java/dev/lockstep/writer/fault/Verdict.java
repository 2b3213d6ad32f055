package dev.lockstep.writer.fault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an answer means for the account, and for its app. */
public sealed interface Verdict {
    /** The target confirmed it. */
    record Done() implements Verdict {
    }

    /** It may have happened: look before writing again. */
    record Unknown(ErrorCode code) implements Verdict {
    }

    /** It did not happen and may work later. */
    record Retry(ErrorCode code) implements Verdict {
    }

    /**
     * The whole app waits.
     *
     * @param until when the target asks to come back; null when it does not say
     * @param doubtful whether the call may have happened all the same
     */
    record Throttled(ErrorCode code, @Nullable Instant until, boolean doubtful) implements Verdict {
    }

    /** The target has such an account already: look it up. */
    record Conflict(ErrorCode code) implements Verdict {
    }

    /** The linked account is not there: look it up by its matching attributes. */
    record Vanished(ErrorCode code) implements Verdict {
    }

    /** The account is not as Lockstep thought: read it and decide once more. */
    record Stale(ErrorCode code) implements Verdict {
    }

    /** The target refuses this desire; the same would be refused again. */
    record Permanent(ErrorCode code) implements Verdict {
    }

    /** Nothing is wrong with the account: the app's address, credentials or certificate are. */
    record AppWide(ErrorCode code) implements Verdict {
    }
}
