package dev.lockstep.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Topic;
import dev.lockstep.ingest.ContentHash;
import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.source.InMemorySources;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.testing.InMemoryPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final InMemorySources sources = new InMemorySources();
    private final InMemoryPublisher topic = new InMemoryPublisher();
    private final Reservations store = new InMemoryReservations();
    private final Intake intake = intake(store, topic);

    IntakeTest() {
        sources.add(EventRulesTest.source(""), "key");
    }

    private Intake intake(Reservations reservations, Publisher publisher) {
        return new Intake(reservations, sources, publisher, new Counters(new SimpleMeterRegistry()), Clock.systemUTC(), Duration.ofSeconds(2));
    }

    private Source source() {
        return sources.find("hr").orElseThrow();
    }

    private static Checked event(int index, String id, String value, @Nullable Long version) {
        return new Checked.Event(index, id, ContentHash.of(value), ObjectType.USER, Operation.MERGE, "p-" + id, Map.of("title", value), List.of(),
                version, null);
    }

    private static Checked event(int index, String id) {
        return event(index, id, "value of " + id, null);
    }

    private Receipt post(Intake to, Checked... events) {
        return to.accept(source(), "source:hr", List.of(events), List.of());
    }

    private List<String> published() {
        return topic.messages(DirectoryChange.class).stream().map(DirectoryChange::eventId).toList();
    }

    @Test
    void a_new_event_is_published_with_its_source_in_the_id() {
        assertThat(post(intake, event(0, "e1"))).isEqualTo(new Receipt(1, 0, List.of()));

        assertThat(topic.published()).singleElement().satisfies(sent -> {
            assertThat(sent.key()).isEqualTo("p-e1");
            assertThat(sent.envelope().id()).isEqualTo("hr/e1");
        });
    }

    @Test
    void the_same_event_twice_is_published_once() {
        post(intake, event(0, "e1"), event(1, "e1"));

        assertThat(post(intake, event(0, "e1"), event(1, "e2"))).isEqualTo(new Receipt(1, 1, List.of()));
        assertThat(published()).containsExactly("e1", "e2");
    }

    @Test
    void the_same_id_with_other_content_is_refused_and_recorded_while_the_rest_goes_on() {
        post(intake, event(0, "e1"));

        Receipt receipt = post(intake, event(0, "e0"), event(1, "e1", "altered", null), event(2, "e2"), event(3, "e2", "altered", null));

        assertThat(receipt.accepted()).isEqualTo(2);
        assertThat(receipt.rejected()).extracting(Receipt.Refused::index, Receipt.Refused::id, Receipt.Refused::code).containsExactly(
                org.assertj.core.groups.Tuple.tuple(1, "e1", "id-reused"), org.assertj.core.groups.Tuple.tuple(3, "e2", "id-reused"));
        assertThat(topic.messages(Activity.class)).hasSize(2).allSatisfy(fact -> {
            assertThat(fact.action()).isEqualTo("inputRejected");
            assertThat(fact.toString()).doesNotContain("altered");
        });
    }

    @Test
    void an_event_that_was_taken_before_is_a_duplicate_also_behind_another_one_that_misuses_its_id() {
        post(intake, event(0, "e1"));

        Receipt receipt = post(intake, event(0, "e1", "altered", null), event(1, "e1"), event(2, "e1", "altered", null), event(3, "e1"));

        assertThat(receipt.accepted()).isZero();
        assertThat(receipt.duplicates()).isEqualTo(2);
        assertThat(receipt.rejected()).extracting(Receipt.Refused::index).containsExactly(0, 2);
        assertThat(published()).containsExactly("e1");
    }

    @Test
    void nobody_who_misuses_an_id_is_a_duplicate() {
        post(intake, event(0, "e1"));

        Receipt receipt = post(intake, event(0, "e1", "altered", null), event(1, "e1", "altered", null), event(2, "e1", "otherwise", null));

        assertThat(receipt).isEqualTo(new Receipt(0, 0, receipt.rejected()));
        assertThat(receipt.rejected()).extracting(Receipt.Refused::index).containsExactly(0, 1, 2);
    }

    @Test
    void the_same_refusal_twice_is_one_fact() {
        post(intake, event(0, "e1"));
        post(intake, event(0, "e1", "altered", null));
        post(intake, event(0, "e1", "altered", null));

        assertThat(topic.messages(Activity.class)).extracting(Activity::factId).hasSize(2).containsOnly(
                topic.messages(Activity.class).getFirst().factId());
    }

    @Test
    void a_source_gives_versions_on_all_events_or_on_none() {
        assertThat(post(intake, event(0, "e1", "v", 1L), event(1, "e2", "v", null)).rejected()).extracting(Receipt.Refused::code)
                .containsExactly("version-missing");
        assertThat(post(intake, event(0, "e3", "v", null)).rejected()).hasSize(1);

        sources.unsettle("hr");

        assertThat(post(intake, event(0, "e4", "v", null), event(1, "e5", "v", 9L)).rejected()).extracting(Receipt.Refused::index).containsExactly(1);
    }

    /** The process dies at one of the three points of a request; a new one runs on the same store. */
    @Test
    void after_a_death_between_reserve_publish_and_mark_the_resent_event_is_published_and_counted_once() {
        class Death extends RuntimeException {
        }
        Reservations diesBeforeMark = new DelegatingReservations(store) {
            @Override
            public void settle(String batch, Fate fate, Instant at) {
                throw new Death();
            }
        };
        Publisher diesBeforePublish = new FailingPublisher(messages -> {
            throw new Death();
        });
        assertThatThrownBy(() -> post(intake(store, diesBeforePublish), event(0, "a"))).isInstanceOf(Death.class);
        assertThatThrownBy(() -> post(intake(diesBeforeMark, topic), event(0, "b"))).isInstanceOf(Death.class);
        Intake reborn = new Intake(store, sources, topic, new Counters(new SimpleMeterRegistry()), Clock.systemUTC(), Duration.ofMillis(30));

        Receipt first = post(reborn, event(0, "a"), event(1, "b"), event(2, "c"));
        Receipt second = post(reborn, event(0, "a"), event(1, "b"), event(2, "c"));

        assertThat(first.accepted() + first.duplicates()).isEqualTo(3);
        assertThat(published()).containsExactly("b", "a", "b", "c");
        assertThat(second).isEqualTo(new Receipt(0, 3, List.of()));
    }

    @Test
    void nothing_is_answered_when_the_broker_does_not_acknowledge_and_the_resent_event_goes_out() {
        Publisher deaf = new FailingPublisher(messages -> {
            throw new NotPublished("t", new IllegalStateException());
        });
        assertThatThrownBy(() -> post(intake(store, deaf), event(0, "e1"))).isInstanceOf(NotPublished.class);

        long start = System.nanoTime();
        post(intake, event(0, "e1"));

        assertThat(published()).containsExactly("e1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void eight_threads_that_send_each_event_one_to_five_times_have_one_effect_each_and_altered_twins_none() throws Exception {
        int events = 1_500;
        Random random = new Random(11);
        List<Checked> sendings = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            for (int times = random.nextInt(5); times >= 0; times--) {
                sendings.add(event(0, "e" + n));
            }
        }
        Collections.shuffle(sendings, random);
        List<Receipt> receipts = inEightThreads(sendings);
        assertThat(receipts.stream().mapToInt(Receipt::accepted).sum()).isEqualTo(events);
        assertThat(receipts.stream().mapToInt(Receipt::duplicates).sum()).isEqualTo(sendings.size() - events);
        assertThat(published()).hasSize(events).doesNotHaveDuplicates();

        List<Receipt> twins = inEightThreads(IntStream.range(0, events).mapToObj(n -> event(0, "e" + n, "altered", null)).collect(Collectors.toList()));

        assertThat(twins).allSatisfy(receipt -> assertThat(receipt.accepted() + receipt.duplicates()).isZero());
        assertThat(published()).hasSize(events);
    }

    private List<Receipt> inEightThreads(List<Checked> sendings) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Receipt>> calls = new ArrayList<>();
            for (int from = 0; from < sendings.size(); from += 7) {
                List<Checked> request = sendings.subList(from, Math.min(from + 7, sendings.size()));
                calls.add(() -> intake.accept(source(), "source:hr", request, List.of()));
            }
            List<Receipt> receipts = new ArrayList<>();
            for (Future<Receipt> call : threads.invokeAll(calls)) {
                receipts.add(call.get());
            }
            return receipts;
        }
    }

    private record FailingPublisher(java.util.function.Consumer<List<Outgoing>> fault) implements Publisher {
        @Override
        public void publish(List<Outgoing> messages) {
            fault.accept(messages);
        }

        @Override
        public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int partitions(Topic topic) {
            return 1;
        }
    }

    private static class DelegatingReservations implements Reservations {
        private final Reservations to;

        DelegatingReservations(Reservations to) {
            this.to = to;
        }

        @Override
        public Map<String, Holder> reserve(String source, String batch, Map<String, String> hashes, Instant at) {
            return to.reserve(source, batch, hashes, at);
        }

        @Override
        public void takeOver(String source, String batch, java.util.Collection<String> eventIds, Instant at) {
            to.takeOver(source, batch, eventIds, at);
        }

        @Override
        public Map<String, Fate> fates(java.util.Collection<String> batches) {
            return to.fates(batches);
        }

        @Override
        public void settle(String batch, Fate fate, Instant at) {
            to.settle(batch, fate, at);
        }
    }
}
