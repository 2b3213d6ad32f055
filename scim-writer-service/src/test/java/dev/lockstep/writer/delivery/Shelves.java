package dev.lockstep.writer.delivery;

import dev.lockstep.writer.account.InMemorySlotTable;
import dev.lockstep.writer.account.InMemoryWorkTable;
import dev.lockstep.writer.account.SlotTable;
import dev.lockstep.writer.account.WorkTable;
import java.util.Set;

/** Everything that outlives a writer, in memory, and what stands between it and one life of a writer. */
public final class Shelves {
    public final InMemoryWorkTable table = new InMemoryWorkTable();
    public final InMemorySlotTable slots = new InMemorySlotTable();
    private final Workshop.Marks marks = new Workshop.Marks();
    private final Workshop.Kept kept = new Workshop.Kept();
    private final Workshop.Asked asked = new Workshop.Asked();
    private final InMemoryRemovals removals = new InMemoryRemovals();
    private final InMemoryPaces paces = new InMemoryPaces();

    /** Puts something around a port. */
    public interface Wrapper {
        <T> T around(Class<T> port, T real);
    }

    public Delivery.Stores seenBy(Wrapper life) {
        return new Delivery.Stores(life.around(WorkTable.class, table), life.around(SlotTable.class, slots), life.around(SyncMarks.class, marks),
                life.around(Quarantines.class, kept), life.around(Requests.class, asked), life.around(Removals.class, removals), life.around(Paces.class, paces));
    }

    /** The operations of removals that count towards the threshold. */
    public Set<String> removals() {
        return removals.ids();
    }

    /** Whether somebody who asked has an answer. */
    public boolean isAnswered(String app, String requestId) {
        return asked.find(app, requestId).filter(state -> state.outcome() != null).isPresent();
    }

    /** As {@code kill -9}. */
    public static void abandon(Delivery delivery) {
        delivery.abandon();
    }
}
