package dev.lockstep.writer.survey;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reconciliations in memory; passes the same contract as the real store. */
public final class InMemorySurveys implements Surveys {
    private final Map<String, Survey> surveys = new HashMap<>();
    private final Map<String, Long> leases = new HashMap<>();
    private final Map<String, Long> schedule = new HashMap<>();

    private static Survey with(Survey s, boolean cancelled, long turn) {
        return new Survey(s.id(), s.app(), s.by(), s.dryRun(), s.confirm(), s.step(), s.next(), s.total(), s.listed(), s.linked(), s.skipped(), s.cursor(), s.reason(),
                s.counts(), s.startedAt(), s.endedAt(), s.open(), cancelled, turn);
    }

    @Override
    public synchronized boolean begin(Survey survey) {
        if (surveys.containsKey(survey.id()) || surveys.values().stream().anyMatch(s -> s.app().equals(survey.app()) && s.open())) {
            return false;
        }
        surveys.put(survey.id(), survey);
        leases.put(survey.id(), 0L);
        return true;
    }

    @Override
    public synchronized Optional<Survey> find(String id) {
        return Optional.ofNullable(surveys.get(id));
    }

    @Override
    public synchronized List<Survey> of(String app, @Nullable Long before, int limit) {
        return surveys.values().stream().filter(s -> s.app().equals(app) && (before == null || s.startedAt() < before))
                .sorted(Comparator.comparingLong(Survey::startedAt).reversed()).limit(limit).toList();
    }

    @Override
    public synchronized Optional<Survey> lease(String owner, long now, long until) {
        Optional<Survey> free = surveys.values().stream().filter(s -> s.open() && leases.get(s.id()) < now).findFirst().map(s -> with(s, s.cancelled(), s.turn() + 1));
        free.ifPresent(s -> {
            surveys.put(s.id(), s);
            leases.put(s.id(), until);
        });
        return free;
    }

    @Override
    public synchronized Optional<Survey> renew(Survey survey, long until) {
        Survey now = surveys.get(survey.id());
        if (now == null || now.turn() != survey.turn()) {
            return Optional.empty();
        }
        leases.put(survey.id(), until);
        return Optional.of(now);
    }

    @Override
    public synchronized boolean save(Survey survey, long until) {
        Survey now = surveys.get(survey.id());
        if (now == null || now.turn() != survey.turn()) {
            return false;
        }
        surveys.put(survey.id(), with(survey, now.cancelled(), now.turn()));
        leases.put(survey.id(), until);
        return true;
    }

    @Override
    public synchronized boolean cancel(String id) {
        Survey now = surveys.get(id);
        if (now == null || now.step().isEnd()) {
            return false;
        }
        surveys.put(id, with(now, true, now.turn()));
        return true;
    }

    @Override
    public synchronized long scheduledSince(String app, long now) {
        return schedule.computeIfAbsent(app, a -> now);
    }

    @Override
    public synchronized List<String> remove(String app) {
        List<String> ids = of(app, null, Integer.MAX_VALUE).stream().map(Survey::id).toList();
        surveys.keySet().removeAll(ids);
        schedule.remove(app);
        return ids;
    }

    @Override
    public synchronized void dropBefore(long time) {
        surveys.values().removeIf(s -> !s.open() && s.startedAt() < time);
    }
}
