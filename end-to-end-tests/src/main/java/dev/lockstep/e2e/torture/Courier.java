package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.cluster.Moments;
import dev.lockstep.e2e.torture.story.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Sends events as sources do: in small batches, in order for each object, and again until there is an answer. What was
 * answered with 202 is accepted; nothing else is.
 */
class Courier {
    private static final int LANES = 6;
    private static final int BATCH = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Api lockstep;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> acceptedAt = new ConcurrentHashMap<>();
    private final Map<String, String> surprises = new ConcurrentHashMap<>();
    private final AtomicInteger again = new AtomicInteger();
    private volatile boolean failed;

    Courier(Api lockstep) {
        this.lockstep = lockstep;
    }

    Set<String> accepted() {
        return accepted;
    }

    Set<String> rejected() {
        return rejected;
    }

    /** @return when the event was accepted, in milliseconds since 1970, by cause */
    Map<String, Long> acceptedAt() {
        return acceptedAt;
    }

    /** @return what ingest said that it should not have said, by event */
    Map<String, String> surprises() {
        return surprises;
    }

    /** @return how often a batch was sent again */
    int again() {
        return again.get();
    }

    /** Sends them evenly over this time, or as fast as Lockstep takes them, and returns when all are answered. */
    void send(List<Event> events, Duration over) {
        List<List<Event>> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            lanes.add(new ArrayList<>());
        }
        events.forEach(event -> lanes.get(Math.floorMod(event.subject().hashCode(), LANES)).add(event));
        List<Thread> threads = lanes.stream().map(lane -> Thread.ofVirtual().start(() -> lane(lane, over))).toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (failed) {
            throw new IllegalStateException("some events had no answer within " + PATIENCE);
        }
    }

    private void lane(List<Event> lane, Duration over) {
        long start = System.nanoTime();
        for (int from = 0; from < lane.size() && !failed; ) {
            int to = from + 1;
            while (to < lane.size() && to - from < BATCH && lane.get(to).source().equals(lane.get(from).source())) {
                to++;
            }
            long due = start + over.toNanos() * from / lane.size();
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Moments.pause(Duration.ofNanos(wait));
            }
            deliver(lane.subList(from, to));
            from = to;
        }
    }

    private void deliver(List<Event> batch) {
        ArrayNode body = JsonMapper.shared().createArrayNode();
        batch.forEach(event -> body.add(event.cloudEvent()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Api.Answer answer = post(lockstep, batch, body.toString());
            if (answer.status() == 202) {
                read(batch, answer.json());
                return;
            }
            if (answer.status() == 400 || answer.status() == 413) {
                batch.forEach(event -> surprises.put(event.cause(), "the batch was answered " + answer.status()));
                return;
            }
            again.incrementAndGet();
            Moments.pause(Duration.ofMillis(300));
        }
        failed = true;
    }

    /** Overridden where a courier has to lie. */
    Api.Answer post(Api to, List<Event> batch, String body) {
        return to.call("POST", "/api/v1/sources/" + batch.getFirst().source() + "/events", "application/cloudevents-batch+json", body);
    }

    private void read(List<Event> batch, JsonNode answer) {
        long now = System.currentTimeMillis();
        Map<Integer, String> refused = new ConcurrentHashMap<>();
        answer.path("rejected").forEach(one -> refused.put(one.path("index").asInt(-1), one.path("code").asString("?")));
        for (int i = 0; i < batch.size(); i++) {
            Event event = batch.get(i);
            String code = refused.get(i);
            if (code == null) {
                boolean twin = event.kind() == Event.Kind.TWIN;
                accepted.add(event.cause() + (twin ? " with other content" : ""));
                acceptedAt.putIfAbsent(event.cause(), now);
            } else {
                rejected.add(event.id());
                if (event.expected() == Event.Expected.ACCEPTED) {
                    surprises.put(event.cause(), event.kind() + " was refused: " + code);
                }
            }
        }
    }
}
