package dev.lockstep.mapping.fakes;

import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.planning.DecisionStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/** Decisions in memory; proven by the contract of the real store. */
public final class InMemoryDecisions implements DecisionStore {
    private final TreeMap<String, Decision> decisions = new TreeMap<>();

    @Override
    public Map<String, Decision> byIds(Collection<String> ids) {
        return ids.stream().distinct().filter(decisions::containsKey).collect(Collectors.toMap(id -> id, decisions::get));
    }

    @Override
    public void store(Collection<Step> steps) {
        for (Step step : steps) {
            Decision old = decisions.get(step.decision().id());
            if (!Objects.equals(old == null ? null : old.version(), step.before())) {
                throw new OptimisticLockingFailureException("another writer came first");
            }
            decisions.put(step.decision().id(), step.decision());
        }
    }

    @Override
    public List<Decision> page(String app, @Nullable String afterObject, int limit) {
        return decisions.values().stream().filter(d -> d.app().equals(app) && (afterObject == null || d.objectId().compareTo(afterObject) > 0))
                .sorted(Comparator.comparing(Decision::objectId)).limit(limit).toList();
    }
}
