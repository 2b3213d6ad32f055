package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount.State;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whether what is wanted is published: one rule for people, groups and memberships, described at {@link Decider}. */
final class News {
    private News() {
    }

    /**
     * The version as which it is published; empty when nothing is new and nobody asks. A version stands for what was read up to its
     * trigger: who has it already does not look at it again, so what was read since needs a version of its own to be on record.
     */
    static OptionalLong version(@Nullable Decision previous, State state, String hash, String problems, Asked asked) {
        boolean changed = previous == null || !previous.hash().equals(hash) || previous.state() != state;
        boolean again = again(previous, asked);
        boolean wanted = asked.requestId() != null
                || asked.syncId() != null && (previous == null || !asked.syncId().equals(previous.syncId()))
                || previous != null && !previous.problems().equals(problems);
        if (!changed && !again && !wanted) {
            return OptionalLong.empty();
        }
        long before = previous == null ? 0 : previous.version();
        return OptionalLong.of(!changed && again && asked.endsAt(previous.trigger()) ? before : before + 1);
    }

    /** The record that led to the previous decision comes again: what it said may not have been heard. */
    static boolean again(@Nullable Decision previous, Asked asked) {
        return previous != null && asked.positions().contains(previous.trigger());
    }

    static @Nullable String syncId(@Nullable Decision previous, Asked asked) {
        return asked.syncId() != null || previous == null ? asked.syncId() : previous.syncId();
    }

    /** Only what is there can be removed. */
    static @Nullable Integer removals(@Nullable Decision previous, State state, Asked asked) {
        return previous != null && previous.state() == State.PRESENT && state != State.PRESENT ? asked.removals() : null;
    }
}
