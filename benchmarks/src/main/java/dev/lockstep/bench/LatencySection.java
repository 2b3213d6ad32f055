package dev.lockstep.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Changes of existing users arrive at a steady rate, whatever the system does with them. Each user changes once, so that the
 * time on the account tells when its change came through.
 */
final class LatencySection {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Lockstep lockstep;
    private final Target target;
    private final Plan plan;

    LatencySection(Lockstep lockstep, Target target, Plan plan) {
        this.lockstep = lockstep;
        this.target = target;
        this.plan = plan;
    }

    List<Measured.Latency> measure(int... delaysMs) {
        target.delay(0);
        target.empty();
        String app = lockstep.addApp(target, 64);
        lockstep.initialSync(app);
        List<Measured.Latency> measured = new ArrayList<>();
        for (int delay : delaysMs) {
            lockstep.process().atRest();
            target.delay(delay);
            measured.add(phase(app, delay));
        }
        target.delay(0);
        lockstep.removeApp(app);
        return measured;
    }

    private Measured.Latency phase(String app, int delayMs) {
        String round = "latency" + delayMs;
        int events = Math.min(plan.users(), (int) (plan.eventsPerSecond() * plan.latencyFor().toSeconds()));
        Instant since = Instant.now().minusSeconds(1);
        Map<String, Instant> planned = new HashMap<>();
        ConcurrentLinkedQueue<Double> answers = new ConcurrentLinkedQueue<>();
        try (IngestLoad source = lockstep.source(plan.connections() * 2);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            long gap = Duration.ofSeconds(1).toNanos() / plan.eventsPerSecond();
            for (int i = 0; i < events; i++) {
                int person = i;
                long due = start + i * gap;
                Patience.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                planned.put(People.userName(person), Instant.now());
                executor.submit(() -> {
                    source.one(People.single(round, person));
                    answers.add((System.nanoTime() - due) / 1e6);
                });
            }
        }
        Map<String, Long> confirmed = confirmed(app, since, round, events);
        return new Measured.Latency(delayMs, plan.eventsPerSecond(), events, Distribution.of(confirmed.values()), outside(planned),
                Distribution.of(answers), events - confirmed.size());
    }

    /** Waits until each event of the round has its write in the audit trail, or no more come. */
    private Map<String, Long> confirmed(String app, Instant since, String round, int events) {
        Map<String, Long> found = new HashMap<>();
        try {
            Patience.await("the confirmations", PATIENCE, Duration.ofSeconds(2), () -> {
                found.clear();
                @Nullable String cursor = null;
                do {
                    JsonNode page = lockstep.updates(app, since, cursor);
                    collect(page, round, found);
                    cursor = page.path("nextCursor").isString() ? page.path("nextCursor").stringValue() : null;
                } while (cursor != null);
                return found.size() >= events;
            });
        } catch (IllegalStateException _) {
            // What is missing is reported as a figure.
        }
        return found;
    }

    /** Takes the latency of each event of the round that a page of activities confirms. */
    static void collect(JsonNode page, String round, Map<String, Long> found) {
        String prefix = People.cause(round + "-");
        for (JsonNode activity : page.path("items")) {
            if (!activity.path("status").asString("").equals("success")) {
                continue;
            }
            for (JsonNode cause : activity.path("causes")) {
                String event = cause.asString("");
                if (event.startsWith(prefix)) {
                    found.put(event, activity.path("latencyMs").asLong());
                }
            }
        }
    }

    private Distribution outside(Map<String, Instant> planned) {
        List<Double> waits = new ArrayList<>();
        for (JsonNode account : target.accounts()) {
            Instant sent = planned.get(account.path("userName").asString(""));
            JsonNode modified = account.path("meta").path("lastModified");
            if (sent != null && modified.isString()) {
                Instant at = Instant.parse(modified.stringValue());
                if (!at.isBefore(sent)) {
                    waits.add(Duration.between(sent, at).toNanos() / 1e6);
                }
            }
        }
        return Distribution.of(waits);
    }
}
