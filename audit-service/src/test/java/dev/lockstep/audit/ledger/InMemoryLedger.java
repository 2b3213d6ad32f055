package dev.lockstep.audit.ledger;

import dev.lockstep.audit.fact.Fact;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps facts in memory; searches by the reference of {@link ActivityQuery#matches}. */
public final class InMemoryLedger implements Ledger {
    private final Map<String, Fact> facts = new ConcurrentHashMap<>();

    @Override
    public Set<String> append(List<Fact> more) {
        Set<String> added = new HashSet<>();
        more.forEach(fact -> {
            if (facts.putIfAbsent(fact.id(), fact) == null) {
                added.add(fact.id());
            }
        });
        return added;
    }

    @Override
    public Optional<Fact> find(String id) {
        return Optional.ofNullable(facts.get(id));
    }

    @Override
    public List<Fact> page(ActivityQuery query, @Nullable Position after, int limit) {
        return facts.values().stream().filter(query::matches).filter(f -> after == null || after.isBefore(f))
                .sorted(Position.NEWEST_FIRST).limit(limit).toList();
    }

    @Override
    public void each(ActivityQuery query, Consumer<Fact> sink) {
        page(query, null, Integer.MAX_VALUE).forEach(sink);
    }

    @Override
    public List<Count> counts(String app, Instant from) {
        return facts.values().stream().filter(f -> app.equals(f.app()) && !f.time().isBefore(from))
                .collect(Collectors.groupingBy(f -> List.of(f.action(), f.status()), Collectors.counting())).entrySet().stream()
                .map(e -> new Count(e.getKey().get(0), e.getKey().get(1), e.getValue())).toList();
    }
}
