package dev.lockstep.writer.survey;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What reconciliations have seen, in memory; passes the same contract as the real store. */
public final class InMemorySightings implements Sightings {
    private final Map<String, Noted> noted = new TreeMap<>();

    private record Noted(String run, long page, Sighting account) {
    }

    private Stream<Noted> of(String run) {
        return noted.values().stream().filter(n -> n.run().equals(run));
    }

    @Override
    public synchronized void note(String run, long page, List<Sighting> accounts) {
        accounts.forEach(account -> noted.put(run + "/" + account.id(), new Noted(run, page, account)));
    }

    @Override
    public synchronized Map<String, Long> pages(String run, Collection<String> ids) {
        Map<String, Long> pages = new HashMap<>();
        of(run).filter(n -> ids.contains(n.account().id())).forEach(n -> pages.put(n.account().id(), n.page()));
        return pages;
    }

    @Override
    public synchronized void forgetFrom(String run, long page) {
        noted.values().removeIf(n -> n.run().equals(run) && n.page() >= page);
    }

    @Override
    public synchronized long count(String run) {
        return of(run).count();
    }

    @Override
    public synchronized List<Sighting> after(String run, @Nullable String id, int limit) {
        return of(run).map(Noted::account).filter(a -> id == null || a.id().compareTo(id) > 0).limit(limit).toList();
    }

    @Override
    public synchronized List<Sighting> having(String run, Sighting.Key key, Collection<String> values, int limit) {
        return of(run).map(Noted::account).filter(a -> a.value(key) != null && values.contains(a.value(key))).limit(limit).toList();
    }

    @Override
    public synchronized void clear(String run) {
        noted.values().removeIf(n -> n.run().equals(run));
    }
}
