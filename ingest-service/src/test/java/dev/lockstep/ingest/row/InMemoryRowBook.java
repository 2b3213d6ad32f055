package dev.lockstep.ingest.row;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Rows that end with the test. */
public final class InMemoryRowBook implements RowBook {
    private final Map<String, TreeMap<String, Known>> rows = new HashMap<>();

    @Override
    public synchronized Map<String, Known> find(String source, Collection<String> keys) {
        Map<String, Known> found = new HashMap<>(of(source));
        found.keySet().retainAll(keys);
        return found;
    }

    @Override
    public synchronized void remember(String source, List<Entry> entries) {
        for (Entry entry : entries) {
            Known now = of(source).getOrDefault(entry.key(), Known.NOTHING);
            of(source).put(entry.key(), now.n() == entry.before().n() ? entry.after()
                    : new Known(now.n() + 1, "", now.present(), now.snapshot()));
        }
    }

    @Override
    public void each(String source, BiConsumer<String, Known> visitor) {
        List<Map.Entry<String, Known>> all;
        synchronized (this) {
            all = new ArrayList<>(Map.copyOf(of(source)).entrySet());
        }
        all.stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
    }

    @Override
    public synchronized void forget(String source) {
        rows.remove(source);
    }

    private TreeMap<String, Known> of(String source) {
        return rows.computeIfAbsent(source, id -> new TreeMap<>());
    }
}
