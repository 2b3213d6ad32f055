package dev.lockstep.writer.account;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Slots in memory; passes the same contract as the real one. */
public final class InMemorySlotTable implements SlotTable {
    private record Slot(long epoch, String owner, long floor, boolean scanned) {
    }

    private final Map<Integer, Slot> slots = new HashMap<>();
    private final Map<String, Long> owners = new HashMap<>();

    @Override
    public synchronized Map<Integer, Taken> take(Collection<Integer> wanted, String owner) {
        Map<Integer, Taken> taken = new HashMap<>();
        for (int slot : wanted) {
            Slot old = slots.getOrDefault(slot, new Slot(0, "", 0, false));
            long floor = old.scanned() ? owners.getOrDefault(old.owner(), old.floor()) : old.floor();
            long epoch = old.epoch() == 0 ? 1 : old.epoch() + Taken.STEP;
            slots.put(slot, new Slot(epoch, owner, floor, false));
            taken.put(slot, new Taken(epoch, floor));
        }
        return taken;
    }

    @Override
    public synchronized void relayedEarlier(Map<Integer, Taken> done) {
        done.forEach((slot, taken) -> slots.computeIfPresent(slot, (k, s) -> s.epoch() == taken.epoch() ? new Slot(s.epoch(), s.owner(), s.floor(), true) : s));
    }

    @Override
    public synchronized void relayedBefore(Map<Integer, Taken> done, long time) {
        done.forEach((slot, taken) -> slots.computeIfPresent(slot,
                (k, s) -> s.epoch() == taken.epoch() ? new Slot(s.epoch(), s.owner(), Math.max(s.floor(), time), s.scanned()) : s));
    }

    @Override
    public synchronized void checkpoint(String owner, long relayedUpTo) {
        owners.put(owner, relayedUpTo);
    }
}
