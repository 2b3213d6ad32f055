package dev.lockstep.ingest.event;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Reservations that end with the test. */
public final class InMemoryReservations implements Reservations {
    private final Map<String, Holder> holders = new HashMap<>();
    private final Map<String, Fate> fates = new HashMap<>();

    @Override
    public synchronized Map<String, Holder> reserve(String source, String batch, Map<String, String> hashes, Instant at) {
        Map<String, Holder> taken = new HashMap<>();
        hashes.forEach((id, hash) -> {
            Holder holder = holders.putIfAbsent(source + "/" + id, new Holder(hash, batch, at));
            if (holder != null) {
                taken.put(id, holder);
            }
        });
        return taken;
    }

    @Override
    public synchronized void takeOver(String source, String batch, Collection<String> eventIds, Instant at) {
        eventIds.forEach(id -> holders.computeIfPresent(source + "/" + id, (key, holder) -> new Holder(holder.hash(), batch, at)));
    }

    @Override
    public synchronized Map<String, Fate> fates(Collection<String> batches) {
        Map<String, Fate> found = new HashMap<>();
        batches.forEach(batch -> found.put(batch, fates.getOrDefault(batch, Fate.OPEN)));
        return found;
    }

    @Override
    public synchronized void settle(String batch, Fate fate, Instant at) {
        fates.put(batch, fate);
    }
}
