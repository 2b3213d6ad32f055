package dev.lockstep.writer.killpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.writer.killpoint.Trial.Successor;
import dev.lockstep.writer.killpoint.Trial.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The writer dies before and after every durable step and every call, as recorded of a run without a death, so that no point
 * is forgotten; and, where a call's answer was lost, also at every step of its recovery.
 */
class KillPointsTest {
    private static final int AT_ONCE = 8;

    private final Map<String, List<String>> wrong = new ConcurrentSkipListMap<>();
    private final Collection<String> unreached = new ConcurrentSkipListSet<>();
    private final Collection<String> unburied = new ConcurrentSkipListSet<>();
    private final Collection<String> unanswered = new ConcurrentSkipListSet<>();
    private int trials;

    /** Both sides of each step. */
    private static List<Point> points(List<String> steps) {
        Map<String, Integer> counts = new HashMap<>();
        Collection<Point> points = new LinkedHashSet<>();
        for (String step : steps) {
            int nth = counts.merge(step, 1, Integer::sum);
            points.add(new Point(step, nth, Point.Moment.BEFORE));
            points.add(new Point(step, nth, Point.Moment.AFTER));
        }
        return List.copyOf(points);
    }

    private Verdict tried(Trial trial) {
        Verdict verdict = trial.run();
        for (int i = 0; i < 2 && !verdict.reached() && verdict.wrong().isEmpty(); i++) {
            verdict = trial.run();
        }
        if (!verdict.wrong().isEmpty()) {
            wrong.put(trial.name(), verdict.wrong());
        }
        if (!verdict.reached()) {
            unreached.add(trial.name());
        }
        if (verdict.unburied() && verdict.reached()) {
            unburied.add(trial.name());
        }
        if (verdict.unanswered() && verdict.reached()) {
            unanswered.add(trial.name());
        }
        return verdict;
    }

    private List<Verdict> all(List<Trial> list) throws InterruptedException, ExecutionException {
        trials += list.size();
        try (Quiet quiet = new Quiet(); ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Verdict>> tasks = new ArrayList<>();
            list.forEach(trial -> tasks.add(() -> tried(trial)));
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> future : threads.invokeAll(tasks)) {
                verdicts.add(future.get());
            }
            return verdicts;
        }
    }

    @Test
    void a_writer_that_dies_between_any_two_steps_loses_doubles_and_hides_nothing() throws Exception {
        long began = System.nanoTime();
        List<Trial> undisturbed = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            undisturbed.add(new Trial(scenario, List.of(), Successor.SAME_REPLICA));
        }
        List<Verdict> recorded = all(undisturbed);
        assertThat(wrong).isEmpty();
        List<Trial> deaths = new ArrayList<>();
        List<Trial> first = new ArrayList<>();
        int points = 0;
        for (int i = 0; i < undisturbed.size(); i++) {
            Scenario scenario = undisturbed.get(i).scenario();
            List<Point> all = points(recorded.get(i).steps().getFirst());
            points += all.size();
            System.out.println("writer/" + scenario.id() + ": " + all.stream().map(Point::name).toList());
            for (Successor successor : Successor.values()) {
                all.forEach(point -> deaths.add(new Trial(scenario, List.of(point), successor)));
                all.stream().filter(p -> p.moment() == Point.Moment.AFTER && p.nth() == 1 && p.step().matches("target-(create|update|delete)"))
                        .forEach(point -> first.add(new Trial(scenario, List.of(point), successor)));
            }
        }
        int single = deaths.size();
        List<Verdict> recoveries = all(first);
        for (int i = 0; i < first.size(); i++) {
            Trial trial = first.get(i);
            for (Point second : points(recoveries.get(i).steps().get(1))) {
                deaths.add(new Trial(trial.scenario(), List.of(trial.deaths().getFirst(), second), trial.successor()));
            }
        }
        all(deaths);
        System.out.printf("kill points of the writer: %d points in %d scenarios, %d trials with one death, %d with a second one in the recovery, %d not reached, %d wrong, %.1f s%n",
                points, Scenario.values().length, single, deaths.size() - single, unreached.size(), wrong.size(), (System.nanoTime() - began) / 1e9);
        unreached.forEach(name -> System.out.println("not reached: " + name));
        assertThat(wrong).isEmpty();
        assertThat(unburied).as("deleted accounts whose attributes stayed in the work table").isEmpty();
        assertThat(unanswered).as("people who asked and got no answer").isEmpty();
        assertThat(unreached.size()).as("points that no run came to").isLessThan(trials / 20);
    }
}
