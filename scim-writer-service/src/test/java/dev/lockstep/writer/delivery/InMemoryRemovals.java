package dev.lockstep.writer.delivery;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Removals in memory; passes the same contract as the real ones. */
public final class InMemoryRemovals implements Removals {
    private record Removal(String app, long at) {
    }

    private final Map<String, Removal> removals = new ConcurrentHashMap<>();

    Set<String> ids() {
        return removals.keySet();
    }

    @Override
    public void note(String app, String opId, long at) {
        removals.putIfAbsent(opId, new Removal(app, at));
    }

    @Override
    public void forget(String opId) {
        removals.remove(opId);
    }

    @Override
    public long since(String app, long from) {
        return removals.values().stream().filter(r -> r.app().equals(app) && r.at() > from).count();
    }

    @Override
    public void removeApp(String app) {
        removals.values().removeIf(r -> r.app().equals(app));
    }

    @Override
    public void dropBefore(long time) {
        removals.values().removeIf(r -> r.at() < time);
    }
}
