package dev.lockstep.bench;

import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** People leave while a great many updates wait for an app of modest speed. */
final class LeaverSection {

    private static final int DELAY_MS = 50;
    private static final int CONCURRENCY = 2;
    /** Changes a second that come in while people leave. */
    static final int FURTHER = 60;
    private static final Duration SYNC_LIMIT = Duration.ofMinutes(15);
    private static final Duration LOAD_LIMIT = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** The backlog shrinks while it is built up and while people leave. */
    private static final double MORE = 1.06;

    private final Lockstep lockstep;
    private final TargetFarm farm;
    private final Directory directory;
    private final Sizes sizes;
    private final Consumer<String> tell;

    LeaverSection(Lockstep lockstep, TargetFarm farm, Directory directory, Sizes sizes, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.farm = farm;
        this.directory = directory;
        this.sizes = sizes;
        this.tell = tell;
    }

    Resilience.Leaver measure() {
        int people = (int) (sizes.backlog() * MORE);
        directory.atLeast(people);
        try (TargetFarm.Plot target = farm.open("leaver", Conduct.PROMPT)) {
            String app = lockstep.addApp("Leaver", target.tenantUrl(), Map.of("scope", "all", "limits", Map.of("concurrency", 64, "perSecond", 0)));
            lockstep.sync(app, SYNC_LIMIT);
            tell.accept("leaver: " + directory.size() + " accounts are there");
            lockstep.change(app, Map.of("limits", Map.of("concurrency", CONCURRENCY, "perSecond", 0)));
            target.behave(Conduct.serving(DELAY_MS));
            long start = System.nanoTime();
            directory.change("backlog", 0, people);
            int[] quiet = {0};
            Patience.await("the backlog", LOAD_LIMIT, Duration.ofSeconds(1), () -> {
                JsonNode backlog = lockstep.job(app).path("backlog");
                quiet[0] = backlog.path("directory").asLong() == 0 && backlog.path("mapping").asLong() == 0 ? quiet[0] + 1 : 0;
                return quiet[0] > 2;
            });
            double loadSeconds = (System.nanoTime() - start) / 1e9;
            Resilience.Leaver measured = leave(app, target, people, loadSeconds);
            lockstep.removeApp(app);
            return measured;
        }
    }

    private Resilience.Leaver leave(String app, TargetFarm.Plot target, int people, double loadSeconds) {
        long before = lockstep.waiting(app);
        tell.accept("leaver: %d updates wait after %.0f s".formatted(before, loadSeconds));
        long from = SteadyLoad.micros();
        Map<Integer, Long> accepted = new LinkedHashMap<>();
        try (IngestLoad source = lockstep.source(1); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            // More changes of people who wait come in than the app takes: whatever room there is for it is full.
            executor.submit(() -> SteadyLoad.run(lockstep, "further", people / 4, number -> number, FURTHER, Duration.ofSeconds(sizes.leavers() + 5L)));
            long first = System.nanoTime();
            for (int i = 0; i < sizes.leavers(); i++) {
                Patience.pause(Duration.ofNanos(Math.max(0, first + i * 1_000_000_000L - System.nanoTime())));
                // From the end: those at the front of the queue may have had their update already.
                int person = people - 1 - i * (people / 2 / sizes.leavers());
                source.one(People.leaves("leaves", person));
                accepted.put(person, SteadyLoad.micros());
            }
        }
        Map<Integer, Long> disabled = disabled(target, from, accepted);
        double seconds = (SteadyLoad.micros() - from) / 1e6;
        long after = lockstep.waiting(app);
        double writes = target.calls().stream().filter(call -> call.isWrite() && call.ended() >= from).count() / seconds;
        List<Double> each = new ArrayList<>();
        accepted.forEach((person, at) -> {
            Long done = disabled.get(person);
            if (done != null) {
                each.add((done - at) / 1e6);
            }
        });
        double configured = 1_000.0 / DELAY_MS * CONCURRENCY;
        List<String> doubts = new ArrayList<>();
        if (after < 0.95 * sizes.backlog()) {
            doubts.add("only %d updates waited at the end".formatted(after));
        }
        if (writes < 0.5 * configured) {
            doubts.add("the target was written to %.0f times a second where %.0f are possible".formatted(writes, configured));
        }
        Distribution found = Distribution.of(each);
        tell.accept("leaver: disabled after p50 %.1f s, at most %.1f s; %d missing".formatted(found.p50(), found.max(), accepted.size() - each.size()));
        return new Resilience.Leaver(people, loadSeconds, before, after, writes, configured, found, List.copyOf(each), accepted.size() - each.size(), doubts);
    }

    /** When each of them was switched off, in microseconds since the epoch. */
    private static Map<Integer, Long> disabled(TargetFarm.Plot target, long from, Map<Integer, Long> accepted) {
        Map<Integer, Long> disabled = new LinkedHashMap<>();
        try {
            Patience.await("the leavers", PATIENCE, Duration.ofMillis(500), () -> {
                for (Call call : target.calls()) {
                    if (call.isWrite() && !call.active() && call.ended() >= from && accepted.containsKey(call.person())) {
                        disabled.putIfAbsent(call.person(), call.ended());
                    }
                }
                return disabled.size() >= accepted.size();
            });
        } catch (IllegalStateException _) {
            // Who is missing is a figure.
        }
        return disabled;
    }
}
