package dev.lockstep.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch door = new CountDownLatch(1);

    @AfterEach
    void stop() {
        door.countDown();
        callers.close();
    }

    private List<Integer> doubled(List<Integer> numbers) {
        groups.add(numbers);
        if (groups.size() == 1) {
            try {
                door.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (numbers.contains(13)) {
            throw new IllegalArgumentException("13");
        }
        return numbers.stream().map(n -> 2 * n).toList();
    }

    /** The first is at work behind the door, and the others wait in order. */
    private List<Future<Integer>> crowd(Gathering<Integer, Integer> gathering, int... numbers) {
        List<Future<Integer>> answers = new ArrayList<>();
        AtomicInteger arrived = new AtomicInteger();
        for (int number : numbers) {
            Thread[] caller = new Thread[1];
            int before = arrived.get();
            answers.add(callers.submit(() -> {
                caller[0] = Thread.currentThread();
                arrived.incrementAndGet();
                return gathering.ask(number);
            }));
            await().until(() -> arrived.get() > before && caller[0].getState() == Thread.State.WAITING);
        }
        return answers;
    }

    @Test
    void who_comes_while_others_are_at_work_shares_the_next_turn() throws Exception {
        List<Future<Integer>> answers = crowd(new Gathering<>(3, this::doubled), 1, 2, 3, 4, 5);
        door.countDown();

        for (int i = 0; i < 5; i++) {
            assertThat(answers.get(i).get()).isEqualTo(2 * (i + 1));
        }
        assertThat(groups).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5));
    }

    @Test
    void a_failure_reaches_all_who_shared_and_nobody_else() throws Exception {
        List<Future<Integer>> answers = crowd(new Gathering<>(2, this::doubled), 1, 2, 13, 4);
        door.countDown();

        assertThat(answers.getFirst().get()).isEqualTo(2);
        assertThatThrownBy(answers.get(1)::get).hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(answers.get(2)::get).hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(answers.get(3).get()).isEqualTo(8);
    }

    @Test
    void every_caller_gets_its_own_answer_whatever_the_crowd() throws Exception {
        door.countDown();
        Gathering<Integer, Integer> gathering = new Gathering<>(5, this::doubled);

        List<Future<Integer>> answers = IntStream.range(100, 1_100).mapToObj(n -> callers.submit(() -> gathering.ask(n))).toList();

        for (int i = 0; i < 1_000; i++) {
            assertThat(answers.get(i).get()).isEqualTo(2 * (i + 100));
        }
    }
}
