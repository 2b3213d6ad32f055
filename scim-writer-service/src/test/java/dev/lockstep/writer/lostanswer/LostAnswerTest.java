package dev.lockstep.writer.lostanswer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.writer.killpoint.Manner;
import dev.lockstep.writer.killpoint.Manner.Fate;
import dev.lockstep.writer.killpoint.Quiet;
import dev.lockstep.writer.lostanswer.Cell.Death;
import dev.lockstep.writer.lostanswer.Cell.Outcome;
import dev.lockstep.writer.lostanswer.Cell.Successor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Another number of runs of each cell than 50: {@code -Dlostanswer.runs=200}.
 *
 * <p>The matrix of lost answers: kinds of applications, fates of the answer, deaths of the writer, successors. */
class LostAnswerTest {
    private static final int RUNS = Integer.getInteger("lostanswer.runs", 50);
    private static final long SEED = Long.getLong("lostanswer.seed", 1);
    private static final int OUTSIDE_RUNS = 20;
    private static final int AT_ONCE = 6;
    private static final String ONLY = System.getProperty("lostanswer.only", "");

    private static final List<Manner> WITHIN = List.of(Manner.STRICT,
            new Manner("409 bare", 409, "", true, true, 0),
            new Manner("400", 400, "", true, true, 0),
            new Manner("500", 500, "", true, true, 0),
            new Manner("not unique, lag 0 s", 0, "", true, true, 0),
            new Manner("not unique, lag 2 s", 0, "", true, true, 2_000),
            new Manner("not unique, lag 30 s", 0, "", true, true, 30_000));
    private static final Manner LISTED = new Manner("not unique, no filter", 0, "", false, true, 0);

    private final Map<String, Outcome> outcomes = new ConcurrentSkipListMap<>();

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        long seed = SEED * 1_000_000;
        List<Manner> all = new ArrayList<>(WITHIN);
        all.add(LISTED);
        for (Manner manner : all) {
            for (Fate fate : Fate.values()) {
                cells.add(new Cell(manner, fate, Death.NONE, Successor.NOBODY, RUNS, seed++));
            }
            for (Death death : List.of(Death.BEFORE_SEND, Death.BEFORE_ANSWER, Death.BEFORE_SAVE, Death.BEFORE_COMMIT)) {
                for (Successor successor : List.of(Successor.SAME_REPLICA, Successor.OTHER_REPLICA, Successor.ZOMBIE)) {
                    cells.add(new Cell(manner, Fate.ANSWERED, death, successor, RUNS, seed++));
                }
            }
        }
        // Two misfortunes at once: the application commits and answers badly, and the writer dies.
        for (Fate fate : List.of(Fate.S503, Fate.CLOSED, Fate.SILENCE, Fate.S202)) {
            for (Death death : List.of(Death.BEFORE_SEND, Death.BEFORE_ANSWER, Death.BEFORE_SAVE, Death.BEFORE_COMMIT)) {
                for (Successor successor : List.of(Successor.SAME_REPLICA, Successor.OTHER_REPLICA, Successor.ZOMBIE)) {
                    cells.add(new Cell(WITHIN.get(4), fate, death, successor, RUNS, seed++));
                }
            }
        }
        return cells;
    }

    private void run(List<Cell> cells) throws Exception {
        try (Quiet quiet = new Quiet(); ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> futures = new ArrayList<>();
            cells.forEach(cell -> futures.add(threads.submit(() -> outcomes.put(cell.name(), cell.run()))));
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }

    /** Where nothing can be looked up, nothing is written: the account waits for a person with a reason. */
    @Test
    void an_application_that_shows_nobody_gets_no_account_and_the_record_says_why() throws Exception {
        Manner blind = new Manner("not unique, no filter, no listing", 0, "", false, false, 0);
        List<Cell> cells = List.of(new Cell(blind, Fate.CLOSED, Death.NONE, Successor.NOBODY, OUTSIDE_RUNS, SEED), new Cell(blind, Fate.S503, Death.NONE, Successor.NOBODY, OUTSIDE_RUNS, SEED + 1));
        run(cells);
        assertThat(outcomes.values()).allSatisfy(outcome -> {
            assertThat(outcome.duplicates()).isZero();
            assertThat(outcome.reported()).isEqualTo(OUTSIDE_RUNS);
            assertThat(outcome.wrong()).isEmpty();
        });
    }

    /** Nobody can know that a search is slower than its administrator said: what is promised ends there, and this is what it looks like. */
    @Test
    void a_search_that_is_slower_than_configured_is_outside_the_promise() throws Exception {
        Manner slow = new Manner("not unique, lag 300 s", 0, "", true, true, 300_000);
        run(List.of(new Cell(slow, Fate.CLOSED, Death.NONE, Successor.NOBODY, OUTSIDE_RUNS, SEED)));
        System.out.println("search slower than configured: " + outcomes);
        assertThat(outcomes.values()).allSatisfy(outcome -> assertThat(outcome.missing()).isZero());
    }

    @Test
    void within_the_promise_no_lost_answer_makes_a_second_account() throws Exception {
        long began = System.nanoTime();
        List<Cell> cells = cells().stream().filter(cell -> cell.name().contains(ONLY)).toList();
        run(cells);
        Map<String, Integer> duplicates = new LinkedHashMap<>();
        Map<String, Outcome> bad = new TreeMap<>();
        for (Cell cell : cells) {
            Outcome outcome = outcomes.get(cell.name());
            duplicates.merge(cell.manner().name(), outcome.duplicates(), Integer::sum);
            if (outcome.duplicates() > 0 || outcome.missing() > 0 || outcome.reported() > 0 || !outcome.wrong().isEmpty()) {
                bad.put(cell.name(), outcome);
            }
        }
        System.out.printf("lost answers: %d cells, %d runs each, %d runs, duplicates by application %s, %d cells not as they should be, %.1f s%n",
                cells.size(), RUNS, cells.size() * RUNS, duplicates, bad.size(), (System.nanoTime() - began) / 1e9);
        bad.forEach((name, outcome) -> System.out.println(name + ": " + outcome));
        assertThat(bad).isEmpty();
    }
}
