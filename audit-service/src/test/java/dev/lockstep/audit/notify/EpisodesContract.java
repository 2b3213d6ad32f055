package dev.lockstep.audit.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.Samples;
import dev.lockstep.audit.notify.Episode.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of episodes does. */
abstract class EpisodesContract {
    static final Duration QUIET = Duration.ofHours(1);
    private static final Instant T = Samples.T0;
    private Episodes episodes;

    abstract Episodes fresh();

    @BeforeEach
    void open() {
        episodes = fresh();
    }

    private static Failure failure(String app, String code, Instant at) {
        return new Failure(app, code, "appWide", "The app refuses the token.", at, at, 1);
    }

    private Episode only(String app) {
        assertThat(episodes.of(app)).hasSize(1);
        return episodes.of(app).getFirst();
    }

    @Test
    void failures_of_one_reason_are_one_episode_and_one_mail() {
        IntStream.range(0, 5).forEach(n -> episodes.note(failure("a", "c", T.plusSeconds(n)), T));
        episodes.note(failure("a", "other", T), T);
        episodes.note(failure("b", "c", T), T);

        assertThat(episodes.of("a")).hasSize(2);
        assertThat(episodes.of("b")).hasSize(1);
        assertThat(episodes.of("a")).filteredOn(e -> e.code().equals("c")).singleElement().satisfies(e -> {
            assertThat(e.count()).isEqualTo(5);
            assertThat(e.openedAt()).isEqualTo(T);
            assertThat(e.lastAt()).isEqualTo(T.plusSeconds(4));
        });
        assertThat(List.of(episodes.claim(T), episodes.claim(T), episodes.claim(T))).allMatch(Optional::isPresent);
        assertThat(episodes.claim(T)).isEmpty();
    }

    @Test
    void a_mail_is_claimed_by_one_of_many() throws Exception {
        IntStream.range(0, 10).forEach(n -> episodes.note(failure("a" + n, "c", T), T));
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<Episode>>> claims = IntStream.range(0, 40).<Callable<Optional<Episode>>>mapToObj(n -> () -> episodes.claim(T)).toList();
            List<String> claimed = replicas.invokeAll(claims).stream().map(Future::resultNow).flatMap(Optional::stream).map(Episode::app).toList();

            assertThat(claimed).hasSize(10).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_recovered_app_that_fails_again_begins_a_new_episode() {
        episodes.note(failure("a", "c", T), T);
        episodes.sent(episodes.claim(T).orElseThrow(), T);
        episodes.recovered("a", T.plusSeconds(10));
        assertThat(only("a").closedAt()).isEqualTo(T.plusSeconds(10));

        episodes.note(failure("a", "c", T.plusSeconds(20)), T.plusSeconds(20));

        assertThat(only("a")).satisfies(e -> {
            assertThat(e.openedAt()).isEqualTo(T.plusSeconds(20));
            assertThat(e.closedAt()).isNull();
            assertThat(e.mail()).isEqualTo(Mail.DUE);
            assertThat(e.mailedAt()).isNull();
            assertThat(e.attempts()).isZero();
        });
    }

    @Test
    void a_failure_from_before_the_recovery_told_again_opens_nothing() {
        episodes.note(failure("a", "c", T), T);
        episodes.sent(episodes.claim(T).orElseThrow(), T);
        episodes.recovered("a", T.plusSeconds(10));

        episodes.note(failure("a", "c", T), T.plusSeconds(30));

        assertThat(only("a").closedAt()).isEqualTo(T.plusSeconds(10));
        assertThat(episodes.claim(T.plusSeconds(60))).isEmpty();
    }

    @Test
    void a_recovery_told_late_does_not_end_an_episode_with_newer_failures() {
        episodes.note(failure("a", "c", T.plusSeconds(20)), T);

        episodes.recovered("a", T.plusSeconds(10));

        assertThat(only("a").closedAt()).isNull();
    }

    @Test
    void after_the_quiet_time_the_same_reason_is_a_new_episode() {
        episodes.note(failure("a", "c", T), T);
        episodes.sent(episodes.claim(T).orElseThrow(), T);

        episodes.note(failure("a", "c", T.plus(QUIET)), T.plus(QUIET));
        assertThat(only("a").mail()).isEqualTo(Mail.SENT);
        Instant later = T.plus(QUIET).plus(QUIET).plusMillis(1);
        episodes.note(failure("a", "c", later), later);

        assertThat(only("a").mail()).isEqualTo(Mail.DUE);
        assertThat(only("a").openedAt()).isEqualTo(later);
    }

    @Test
    void a_postponed_mail_is_due_again_later_and_a_skipped_one_never() {
        episodes.note(failure("a", "c", T), T);
        episodes.postponed(episodes.claim(T).orElseThrow(), T.plusSeconds(10), "away");

        assertThat(episodes.claim(T.plusSeconds(9))).isEmpty();
        assertThat(only("a").note()).isEqualTo("away");
        Episode again = episodes.claim(T.plusSeconds(10)).orElseThrow();
        assertThat(again.attempts()).isEqualTo(2);
        episodes.skipped(again, "nobody");

        assertThat(episodes.claim(T.plusSeconds(99))).isEmpty();
        assertThat(only("a").mail()).isEqualTo(Mail.SKIPPED);
        assertThat(only("a").note()).isEqualTo("nobody");
    }

    @Test
    void a_call_is_claimed_by_one_at_a_time_and_by_another_when_the_first_says_nothing() {
        Duration lease = Duration.ofSeconds(60);
        episodes.note(failure("a", "c", T), T);

        Episode first = episodes.claimHook(T, lease).orElseThrow();
        assertThat(first.webhook()).isEqualTo(new Hook(Hook.State.DUE, T, T.plus(lease), 1, null, null));
        assertThat(episodes.claimHook(T.plusSeconds(59), lease)).isEmpty();
        Episode second = episodes.claimHook(T.plusSeconds(60), lease).orElseThrow();
        episodes.hook(first, first.webhook().postponed(T, "late"));
        assertThat(episodes.claimHook(T.plusSeconds(61), lease)).isEmpty();

        episodes.hook(second, second.webhook().postponed(T.plusSeconds(70), "away"));
        assertThat(only("a").webhook().note()).isEqualTo("away");
        Episode third = episodes.claimHook(T.plusSeconds(70), lease).orElseThrow();
        assertThat(third.webhook().attempts()).isEqualTo(3);
        episodes.hook(third, third.webhook().sent(T.plusSeconds(71)));

        assertThat(episodes.claimHook(T.plusSeconds(999), lease)).isEmpty();
        assertThat(only("a").webhook()).satisfies(hook -> {
            assertThat(hook.state()).isEqualTo(Hook.State.SENT);
            assertThat(hook.doneAt()).isEqualTo(T.plusSeconds(71));
            assertThat(hook.from()).isEqualTo(T);
        });
        assertThat(only("a").mail()).isEqualTo(Mail.DUE);
    }

    @Test
    void a_new_episode_has_a_call_of_its_own() {
        episodes.note(failure("a", "c", T), T);
        Episode first = episodes.claimHook(T, Duration.ofSeconds(60)).orElseThrow();
        episodes.hook(first, first.webhook().sent(T));
        episodes.recovered("a", T.plusSeconds(10));

        episodes.note(failure("a", "c", T.plusSeconds(20)), T.plusSeconds(20));

        assertThat(only("a").webhook()).isEqualTo(new Hook(Hook.State.DUE, T.plusSeconds(20), T.plusSeconds(20), 0, null, null));
    }
}
