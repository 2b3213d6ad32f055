package dev.lockstep.writer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.writer.delivery.Paces.Pace;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PacingTest {
    private final InMemoryPaces paces = new InMemoryPaces();

    private Pacing pacing(int limit) {
        return new Pacing("app", paces, Clock.systemUTC(), limit);
    }

    @Test
    void two_replicas_share_the_calls_of_an_app_and_no_second_has_more_than_it_allows() throws InterruptedException {
        List<Long> calls = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (Pacing replica : List.of(pacing(50), pacing(50))) {
            for (int n = 0; n < 4; n++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int call = 0; call < 15; call++) {
                        assertThat(replica.await()).isTrue();
                        calls.add(System.nanoTime());
                    }
                }));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }

        List<Long> sorted = calls.stream().sorted().toList();
        double seconds = (sorted.getLast() - sorted.getFirst()) / 1e9;
        assertThat(calls).hasSize(120);
        assertThat(seconds).isGreaterThan(119 / 50.0);
    }

    @Test
    void a_call_that_has_waited_long_for_its_moment_asks_once_more_what_others_were_told() {
        Pacing slow = pacing(1);
        assertThat(slow.await()).isTrue();

        // As long as the moment is away, and as a process is that was stopped and woke, nobody learns by the way.
        paces.pause("app", System.currentTimeMillis() + 60_000);

        assertThat(slow.await()).isFalse();
    }

    /** What another replica was told gets to the store a moment after the store is back. */
    private Paces back(AtomicInteger asked, Runnable before) {
        return (Paces) Proxy.newProxyInstance(Paces.class.getClassLoader(), new Class<?>[] {Paces.class}, (proxy, method, args) -> {
            if (asked.getAndIncrement() == 0) {
                before.run();
            }
            Object answer = method.invoke(paces, args);
            paces.pause("app", System.currentTimeMillis() + 60_000);
            return answer;
        });
    }

    @Test
    void a_store_that_was_away_is_asked_twice_because_what_others_were_told_may_still_be_on_its_way() {
        AtomicInteger slow = new AtomicInteger();
        Pacing waited = new Pacing("app", back(slow, () -> LockSupport.parkNanos(Duration.ofMillis(1_100).toNanos())), Clock.systemUTC(), 0);
        assertThat(waited.await()).isFalse();
        assertThat(slow).hasValue(2);
    }

    @Test
    void a_store_that_failed_is_asked_twice_when_it_is_back() {
        AtomicInteger failed = new AtomicInteger();
        Pacing again = new Pacing("app", back(failed, () -> {
            throw new IllegalStateException("away");
        }), Clock.systemUTC(), 0);
        assertThatThrownBy(again::await).hasMessage("away");

        assertThat(again.await()).isFalse();
    }

    @Test
    void an_app_without_a_limit_is_called_at_once() {
        Pacing pacing = pacing(0);
        long start = System.nanoTime();
        for (int n = 0; n < 10_000; n++) {
            assertThat(pacing.await()).isTrue();
        }
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    @Test
    void what_one_replica_is_told_the_other_learns() {
        Pacing told = pacing(0);
        Pacing other = pacing(0);
        assertThat(other.await()).isTrue();
        long until = System.currentTimeMillis() + 60_000;
        told.pause(until);
        told.tell(until);

        assertThat(told.await()).isFalse();
        other.learn(paces.of(List.of("app")).get("app"), System.nanoTime());
        assertThat(other.await()).isFalse();
    }

    @Test
    void what_the_target_asks_for_is_not_forgotten_because_the_store_has_not_heard_of_it_yet() throws InterruptedException {
        Pacing pacing = pacing(0);
        AtomicBoolean over = new AtomicBoolean();
        Thread learning = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                pacing.learn(Pace.FREE, System.nanoTime());
            }
        });

        int forgotten = 0;
        for (long until = 1; until <= 200_000; until++) {
            pacing.pause(until);
            Thread.onSpinWait();
            forgotten += pacing.pausedUntil() == until ? 0 : 1;
        }
        over.set(true);
        learning.join();

        assertThat(forgotten).isZero();
    }

    @Test
    void a_writer_that_starts_asks_what_others_were_told_before_it_calls() {
        Pacing told = pacing(0);
        told.tell(System.currentTimeMillis() + 60_000);

        assertThat(pacing(0).await()).isFalse();
    }

    @Test
    void a_target_that_is_called_too_fast_gets_less_and_slowly_more_again() {
        Pacing pacing = pacing(100);
        pacing.tell(Objects.requireNonNull(pacing.tooFast(80)));
        assertThat(pacing.tooFast(80)).isNull();

        Pace cut = paces.of(List.of("app")).get("app");
        assertThat(cut.rate()).isCloseTo(70, within(0.01));
        assertThat(Pacing.rate(cut, 100, cut.cutAt() + 1_999)).isCloseTo(70, within(0.01));
        assertThat(Pacing.rate(cut, 100, cut.cutAt() + 4_000)).isCloseTo(84, within(0.01));
        assertThat(Pacing.rate(cut, 100, cut.cutAt() + 600_000)).isEqualTo(100);
    }

    @Test
    void an_app_without_a_limit_is_slowed_down_from_what_it_did_and_free_again_after_a_long_quiet_time() {
        Pacing slower = pacing(0);
        slower.tell(Objects.requireNonNull(slower.tooFast(80)));

        Pace cut = paces.of(List.of("app")).get("app");
        assertThat(cut.rate()).isCloseTo(56, within(0.01));
        assertThat(Pacing.rate(cut, 0, cut.cutAt() + 20_000)).isCloseTo(112, within(0.01));
        assertThat(Pacing.rate(cut, 0, cut.cutAt() + 1_000_000)).isZero();
    }
}
