package dev.lockstep.writer.account;

import java.util.Collection;
import java.util.Map;

/** Who owns a slot, and how far its facts are known to be on the topic. */
public interface SlotTable {
    /**
     * Takes slots for an owner: from now on writes of earlier owners are refused where this one has written.
     *
     * @return by slot
     */
    Map<Integer, Taken> take(Collection<Integer> slots, String owner);

    /** @param relayedUpTo facts recorded before this time are on the topic */
    record Taken(long epoch, long relayedUpTo) {
        /** From one epoch of a slot to the next: there is one between them for {@link WorkTable#fence}. */
        public static final long STEP = 2;
    }

    /** All older facts of these slots are on the topic. Says nothing of slots that were taken again since, by whomever. */
    void relayedEarlier(Map<Integer, Taken> done);

    /** Facts of these slots that were recorded before this time are on the topic, whoever recorded them. Says nothing of slots that were taken again since. */
    void relayedBefore(Map<Integer, Taken> done, long time);

    /** Facts that this owner recorded up to this time are on the topic. */
    void checkpoint(String owner, long relayedUpTo);
}
