package dev.lockstep.bench;

import dev.lockstep.bench.target.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/**
 * Changes of single people that arrive at planned times, whatever the system does with them.
 *
 * @param start when the first was due, in microseconds since the epoch; {@code end} likewise one gap after the last
 * @param lagMs how much later than planned each post left the load generator
 * @param answerMs from the planned time to the answer 202
 * @param failed posts that were not accepted
 */
record SteadyLoad(String phase, long start, long end, List<Change> changes, Distribution lagMs, Distribution answerMs, int failed) {

    /** A generator that sends later than this measures itself. */
    private static final double MOST_LAG_MS = 50;

    /** @param due when it was planned, in microseconds since the epoch */
    record Change(String round, int person, long due) {
    }

    /** @param personOf gives the people's numbers, by number from 0 on; the people repeat in the next round */
    static SteadyLoad run(Lockstep lockstep, String phase, int people, IntUnaryOperator personOf, int perSecond, Duration length) {
        int events = Math.toIntExact(perSecond * length.toSeconds());
        List<Change> changes = new ArrayList<>();
        ConcurrentLinkedQueue<Double> lags = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Double> answers = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        long startAt = micros();
        long gap = Duration.ofSeconds(1).toNanos() / perSecond;
        try (IngestLoad source = lockstep.source(32); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < events; i++) {
                String round = phase + "-" + i / people;
                int person = personOf.applyAsInt(i % people);
                long due = start + i * gap;
                Patience.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                changes.add(new Change(round, person, startAt + i * gap / 1_000));
                executor.submit(() -> {
                    lags.add((System.nanoTime() - due) / 1e6);
                    source.one(People.single(round, person));
                    answers.add((System.nanoTime() - due) / 1e6);
                });
            }
        }
        return new SteadyLoad(phase, startAt, startAt + events * gap / 1_000, List.copyOf(changes), Distribution.of(lags), Distribution.of(answers),
                events - answers.size());
    }

    /** Why the figures of this stream would say more about the load than about the system; empty when they do not. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (lagMs.p99() > MOST_LAG_MS) {
            doubts.add("in phase %s the load generator sent %.0f ms late (p99)".formatted(phase, lagMs.p99()));
        }
        if (failed > 0) {
            doubts.add("in phase %s %d events were not accepted".formatted(phase, failed));
        }
        return doubts;
    }

    /** The changes that were due from one time to another, in microseconds since the epoch. */
    SteadyLoad between(long from, long to) {
        return new SteadyLoad(phase, Math.max(start, from), Math.min(end, to), changes.stream().filter(change -> change.due() >= from && change.due() < to).toList(),
                lagMs, answerMs, failed);
    }

    /** Those of these latencies that are of this stream's changes. */
    List<Long> of(Map<String, Long> latencies) {
        return changes.stream().map(change -> latencies.get(People.cause(People.eventId(change.round(), change.person())))).filter(Objects::nonNull).toList();
    }

    double seconds() {
        return (end - start) / 1e6;
    }

    /** @return writes of this stream's changes during the stream, a second */
    double perSecond(Collection<Call> calls) {
        String title = People.title(phase + "-");
        return calls.stream().filter(call -> call.isWrite() && call.title().startsWith(title) && call.ended() >= start && call.ended() < end).count() / seconds();
    }

    /** From the planned time of each change to its write in a target, in milliseconds; changes that were never written are left out. */
    List<Double> written(Collection<Call> calls) {
        Map<String, Long> writes = new HashMap<>();
        String title = People.title(phase + "-");
        calls.stream().filter(call -> call.isWrite() && call.title().startsWith(title))
                .forEach(call -> writes.putIfAbsent(call.title() + "/" + call.person(), call.ended()));
        List<Double> waits = new ArrayList<>();
        for (Change change : changes) {
            Long at = writes.get(People.title(change.round()) + "/" + change.person());
            if (at != null) {
                waits.add((at - change.due()) / 1e3);
            }
        }
        return waits;
    }

    static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
