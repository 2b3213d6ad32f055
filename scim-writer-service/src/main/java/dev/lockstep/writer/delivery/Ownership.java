package dev.lockstep.writer.delivery;

import dev.lockstep.kit.publish.Slots;
import dev.lockstep.writer.account.SlotTable;
import dev.lockstep.writer.account.SlotTable.Taken;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** The slots of this replica, with their epochs. Only the owner of a slot calls the target for its accounts. */
public final class Ownership {
    private final SlotTable slots;
    private final String owner;
    private final AtomicLongArray epochs = new AtomicLongArray(Slots.COUNT);
    private final AtomicLongArray floors = new AtomicLongArray(Slots.COUNT);
    private final AtomicLongArray takenAt = new AtomicLongArray(Slots.COUNT);

    /** @param owner a name that no other process, and no earlier run of this one, has */
    public Ownership(SlotTable slots, String owner) {
        this.slots = slots;
        this.owner = owner;
    }

    public String owner() {
        return owner;
    }

    /** Takes the slots of these partitions. @return what was taken, by slot */
    public Map<Integer, Taken> assigned(Collection<Integer> partitions, int count, Clock clock) {
        long now = clock.millis();
        Map<Integer, Taken> taken = slots.take(slots(partitions, count), owner);
        taken.forEach((slot, t) -> {
            floors.set(slot, t.relayedUpTo());
            takenAt.set(slot, now);
            epochs.set(slot, t.epoch());
        });
        return taken;
    }

    /** From now on nothing is started for these. */
    public Set<Integer> revoked(Collection<Integer> partitions, int count) {
        Set<Integer> lost = slots(partitions, count);
        lost.forEach(slot -> epochs.set(slot, 0));
        return lost;
    }

    static Set<Integer> slots(Collection<Integer> partitions, int count) {
        Set<Integer> wanted = new HashSet<>();
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            if (partitions.contains(Slots.partition(slot, count))) {
                wanted.add(slot);
            }
        }
        return wanted;
    }

    /** 0 when the slot is another replica's. */
    public long epoch(int slot) {
        return epochs.get(slot);
    }

    /** What earlier owners recorded before this time is on the topic. */
    long relayedUpTo(int slot) {
        return floors.get(slot);
    }

    /** What was recorded from this time on is not an earlier owner's. */
    long takenAt(int slot) {
        return takenAt.get(slot);
    }

    public boolean owns(int slot) {
        return epochs.get(slot) > 0;
    }

    public List<Integer> owned() {
        return IntStream.range(0, Slots.COUNT).filter(this::owns).boxed().toList();
    }
}
