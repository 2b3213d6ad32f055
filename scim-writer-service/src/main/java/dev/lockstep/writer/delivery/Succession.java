package dev.lockstep.writer.delivery;

import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.SlotTable;
import dev.lockstep.writer.account.SlotTable.Taken;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.account.WorkTable;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier owner of a slot may have left behind: facts that it stored and perhaps did not publish, and rows of deleted
 * accounts. Rows that are claimed before they are looked at here are seen to by whoever claims them: {@link Claims#inherit}.
 */
final class Succession {
    private static final Logger log = LoggerFactory.getLogger(Succession.class);
    private static final int UNBURIED_PAGE = 500;
    private static final long AGAIN_MILLIS = 5_000;
    /** An earlier owner is believed to hold back what it began to store for at most so many times as long as its last word may take. */
    private static final int SLOWNESS = 3;

    private final WorkTable table;
    private final SlotTable slots;
    private final Ownership ownership;
    private final Relay relay;
    private final Settler settler;
    private final Machinery machinery;
    private final Clock clock;

    Succession(WorkTable table, SlotTable slots, Ownership ownership, Relay relay, Settler settler, Machinery machinery, Clock clock) {
        this.table = table;
        this.slots = slots;
        this.ownership = ownership;
        this.relay = relay;
        this.settler = settler;
        this.machinery = machinery;
        this.clock = clock;
    }

    /** Before the slots are taken. */
    void begins(Set<Integer> wanted) {
        relay.scanBegins(wanted);
    }

    /** @param taken those of the wanted slots that were taken */
    void of(Set<Integer> wanted, Map<Integer, Taken> taken) {
        machinery.background(() -> relay(wanted, taken, new HashSet<>()));
        machinery.background(() -> bury(taken.keySet()));
    }

    private void relay(Set<Integer> wanted, Map<Integer, Taken> taken, Set<String> told) {
        try {
            taken.forEach((slot, t) -> relay(slot, t, told));
            slots.relayedBefore(taken, relayedBefore(taken.keySet()));
            relay.scanEnds(wanted);
            machinery.later(lastWordMillis(), () -> relayLate(taken, told));
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("fault", e.getClass().getName()).log("earlier outcomes not relayed, trying again");
            machinery.later(AGAIN_MILLIS, () -> relay(wanted, taken, told));
        }
    }

    /** So that also where owners change faster than a slot is looked through for good, each begins where the one before it was, and not at the same old facts. */
    private long relayedBefore(Set<Integer> taken) {
        long takenAt = taken.stream().mapToLong(ownership::takenAt).min().orElse(0);
        return Math.min(takenAt - SLOWNESS * lastWordMillis(), relay.relayedUpTo(clock));
    }

    /** An earlier owner that was only slow may have stored what it had under way after its slots were looked through, and died then. */
    private void relayLate(Map<Integer, Taken> taken, Set<String> told) {
        Map<Integer, Taken> still = new HashMap<>(taken);
        still.entrySet().removeIf(slot -> ownership.epoch(slot.getKey()) != slot.getValue().epoch());
        try {
            // Whoever wakes even later is refused, and what became of its calls is looked up by whoever claims the rows.
            still.forEach((slot, t) -> table.fence(slot, t.epoch()));
            still.forEach((slot, t) -> relay(slot, t, told));
            slots.relayedEarlier(still);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("fault", e.getClass().getName()).log("late outcomes not relayed, trying again");
            machinery.later(AGAIN_MILLIS, () -> relayLate(taken, told));
        }
    }

    private void relay(int slot, Taken taken, Set<String> told) {
        table.unrelayed(slot, taken.relayedUpTo(), taken.epoch(), found -> {
            // Rows that wait keep what is long on the topic.
            List<StoredFact> facts = found.stream().filter(fact -> fact.seq() >= taken.relayedUpTo() && !told.contains(fact.id())).toList();
            relay.publishAgain(facts);
            settler.answer(facts);
            facts.forEach(fact -> told.add(fact.id()));
        });
    }

    /** By then all that an earlier owner had claimed when its slots were taken must have ended. */
    private long lastWordMillis() {
        DeliverySettings settings = machinery.settings();
        long window = settings.claimWindow().toMillis();
        return Math.min(AppLane.LEAST_AHEAD, window) + window + settings.takeoverWait().toMillis();
    }

    /** Nothing of a deleted account stays, also when its writer died right after the deletion. The rows are emptied when their facts are relayed. */
    private void bury(Set<Integer> taken) {
        try {
            List<Row> page;
            String after = null;
            do {
                page = table.unburied(after, UNBURIED_PAGE);
                after = page.isEmpty() ? null : page.getLast().key();
                // What this replica has still to bring to the topic itself stays in its row until it is there.
                settler.bury(page.stream().filter(row -> taken.contains(row.slot()) && !row.isOpen() && row.facts().stream().noneMatch(relay::isOpen)).toList());
            } while (page.size() == UNBURIED_PAGE);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("fault", e.getClass().getName()).log("rows of deleted accounts not emptied, trying again");
            machinery.later(AGAIN_MILLIS, () -> bury(taken));
        }
    }
}
