package dev.lockstep.bench;

import dev.lockstep.bench.Resilience.AppRun;
import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Many failures of one app are replayed while people change in it and in another; a second replay is cancelled halfway. */
final class ReplaySection {

    private static final int DELAY_MS = 20;
    private static final int CONCURRENCY = 10;
    private static final int MOST_PER_SECOND = 1_000;
    private static final Duration SYNC_LIMIT = Duration.ofMinutes(10);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(5);
    private static final Duration RUN_IN = Duration.ofSeconds(2);
    /** A call that still comes after a cancelled replay would come within this time. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);
    private static final int FEW = 100;

    private final Lockstep lockstep;
    private final TargetFarm farm;
    private final Directory directory;
    private final Sizes sizes;
    private final Consumer<String> tell;

    ReplaySection(Lockstep lockstep, TargetFarm farm, Directory directory, Sizes sizes, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.farm = farm;
        this.directory = directory;
        this.sizes = sizes;
        this.tell = tell;
    }

    private record Run(String id, long from, long to, JsonNode end) {
    }

    Resilience.Replay measure() {
        int people = sizes.failures() * Sizes.REFUSED_OF;
        int live = Math.min(sizes.live(), people / 2);
        directory.atLeast(people);
        directory.group("replay-live", 0, Math.min(people, (live / 3 + 1) * Sizes.REFUSED_OF));
        try (TargetFarm.Plot target = farm.open("replay", Conduct.PROMPT.refusingEvery(Sizes.REFUSED_OF)); TargetFarm.Plot other = farm.open("replay-other", Conduct.PROMPT)) {
            String app = lockstep.addApp("Replay", target.tenantUrl(), Map.of("scope", "all", "limits", Map.of("concurrency", 64, "perSecond", 0)));
            String neighbour = lockstep.addApp("Replay other", other.tenantUrl(), Map.of("limits", Map.of("concurrency", CONCURRENCY, "perSecond", 0)));
            lockstep.assign(neighbour, "replay-live");
            lockstep.initialSync(neighbour);
            lockstep.sync(app, SYNC_LIMIT);
            lockstep.change(app, Map.of("limits", Map.of("concurrency", CONCURRENCY, "perSecond", 0)));
            other.behave(Conduct.serving(DELAY_MS));
            target.behave(Conduct.serving(DELAY_MS).refusingEvery(Sizes.REFUSED_OF));
            Resilience.Replay measured = replay(app, target, Map.of(app, target, neighbour, other), people, live);
            lockstep.removeApp(app);
            lockstep.removeApp(neighbour);
            return measured;
        }
    }

    private Resilience.Replay replay(String app, TargetFarm.Plot target, Map<String, TargetFarm.Plot> unordered, int people, int live) {
        Map<String, TargetFarm.Plot> plots = new LinkedHashMap<>();
        plots.put(app, target);
        plots.putAll(unordered);
        StreamProbe probe = new StreamProbe(lockstep, farm);
        StreamProbe.Seen before = probe.watch(plots, () -> stream("alone", live), whole -> whole);
        told(before.phase());

        target.behave(Conduct.serving(DELAY_MS));
        int perSecond = Math.clamp(sizes.failures() / 10, 20, MOST_PER_SECOND);
        long asked = System.nanoTime();
        JsonNode dryRun = dryRun(app);
        double previewSeconds = (System.nanoTime() - asked) / 1e9;
        tell.accept("replay: %d failures, preview %s after %.1f s".formatted(dryRun.path("matched").asLong(), dryRun.path("preview"), previewSeconds));
        long mended = SteadyLoad.micros();
        Run[] run = new Run[1];
        StreamProbe.Seen during = probe.watch(plots, () -> beside(live, () -> run[0] = run(app, perSecond)), whole -> whole.between(run[0].from(), run[0].to()));
        told(during.phase());
        long written = target.calls().stream().filter(call -> call.isWrite() && call.ended() >= mended && isRefused(call.person()))
                .map(Call::person).distinct().count();
        double seconds = (run[0].to() - run[0].from()) / 1e6;
        tell.accept("replay: %s after %.1f s".formatted(run[0].end(), seconds));
        List<String> liveDoubts = new ArrayList<>(before.doubts());
        liveDoubts.addAll(during.doubts());
        List<String> doubts = new ArrayList<>();
        if (dryRun.path("matched").asLong() != sizes.failures()) {
            doubts.add("there were %d failures to replay, not %d".formatted(dryRun.path("matched").asLong(), sizes.failures()));
        }
        if (during.load().changes().size() < FEW) {
            liveDoubts.add("only %d changes were due while the replay ran".formatted(during.load().changes().size()));
        }
        double ratio = IsolationSection.ratios(before.phase(), during.phase(), (AppRun one) -> one.confirmed().p99()).stream().mapToDouble(r -> r).max().orElse(0);
        return new Resilience.Replay(people, dryRun.path("matched").asLong(), previewSeconds, counts(dryRun.path("preview")), counts(run[0].end().path("results")),
                perSecond, seconds, written, before.phase(), during.phase(), ratio, cancelled(app, target, people, perSecond, doubts), liveDoubts, doubts);
    }

    private static boolean isRefused(int person) {
        return person >= 0 && person % Sizes.REFUSED_OF == Sizes.REFUSED_OF - 1;
    }

    /** Of people who can be written, whatever the target refuses. */
    private SteadyLoad stream(String phase, int live) {
        int written = Sizes.REFUSED_OF - 1;
        return SteadyLoad.run(lockstep, phase, live, i -> i / written * Sizes.REFUSED_OF + i % written, sizes.replayPerSecond(), sizes.stream());
    }

    /** The stream goes on while something runs, and longer. */
    private SteadyLoad beside(int live, Runnable what) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> running = executor.submit(() -> {
                Patience.pause(RUN_IN);
                what.run();
            });
            SteadyLoad load = stream("beside", live);
            Fleet.join(running);
            return load;
        }
    }

    private Run run(String app, int perSecond) {
        long from = SteadyLoad.micros();
        String id = start(app, perSecond);
        JsonNode[] state = new JsonNode[1];
        Patience.await("the replay", RUN_LIMIT, Duration.ofMillis(250), () -> {
            state[0] = lockstep.door().get("/api/v1/replays/" + id);
            return state[0].path("state").asString("").equals("done");
        });
        return new Run(id, from, SteadyLoad.micros(), state[0]);
    }

    private String start(String app, int perSecond) {
        return lockstep.door().post("/api/v1/failures/replay", Map.of("filter", Map.of("app", app), "dryRun", false, "perSecond", perSecond)).path("replayId").asString();
    }

    private JsonNode dryRun(String app) {
        return lockstep.door().post("/api/v1/failures/replay", Map.of("filter", Map.of("app", app), "dryRun", true));
    }

    static TreeMap<String, Long> counts(JsonNode counts) {
        TreeMap<String, Long> some = new TreeMap<>();
        counts.properties().forEach(entry -> {
            if (entry.getValue().asLong() != 0) {
                some.put(entry.getKey(), entry.getValue().asLong());
            }
        });
        return some;
    }

    /** Makes as many failures again and cancels their replay halfway. */
    private Resilience.Cancel cancelled(String app, TargetFarm.Plot target, int people, int perSecond, List<String> doubts) {
        target.behave(Conduct.PROMPT.refusingEvery(Sizes.REFUSED_OF));
        lockstep.change(app, Map.of("limits", Map.of("concurrency", 64, "perSecond", 0)));
        directory.change("again", 0, people);
        lockstep.process().atRest();
        Patience.await("the second failures", SYNC_LIMIT, Duration.ofSeconds(1), () -> lockstep.job(app).path("idle").asBoolean());
        lockstep.change(app, Map.of("limits", Map.of("concurrency", CONCURRENCY, "perSecond", 0)));
        target.behave(Conduct.serving(DELAY_MS));
        lockstep.process().atRest();
        int before = target.calls().size();
        long matched = dryRun(app).path("matched").asLong();
        String id = start(app, perSecond);
        JsonNode[] state = new JsonNode[1];
        Patience.await("half of the replay", RUN_LIMIT, Duration.ofMillis(50), () -> {
            state[0] = lockstep.door().get("/api/v1/replays/" + id);
            return state[0].path("done").asLong() >= matched / 2 || !state[0].path("state").asString("").equals("running");
        });
        long done = state[0].path("done").asLong();
        long cancelled = SteadyLoad.micros();
        lockstep.door().post("/api/v1/replays/" + id + "/cancel", Map.of());
        long answered = SteadyLoad.micros();
        try {
            Patience.await("the cancelled state", Duration.ofSeconds(30), Duration.ofMillis(20), () -> {
                state[0] = lockstep.door().get("/api/v1/replays/" + id);
                return state[0].path("state").asString("").equals("cancelled");
            });
        } catch (IllegalStateException _) {
            doubts.add("the second replay says " + state[0].path("state").asString("") + ", not cancelled");
        }
        long stated = SteadyLoad.micros();
        Patience.pause(AFTERWARDS);
        lockstep.process().atRest();
        List<Call> calls = target.calls();
        List<Call> ofReplay = calls.subList(before, calls.size());
        List<Call> late = ofReplay.stream().filter(call -> call.arrived() > cancelled).toList();
        double last = late.stream().mapToLong(Call::arrived).max().orElse(cancelled) - cancelled;
        tell.accept("replay: cancelled with %d of %d done; %d calls after it, the last after %.2f s".formatted(done, matched, late.size(), last / 1e6));
        return new Resilience.Cancel(matched, done, ofReplay.size() - late.size(), late.size(), (answered - cancelled) / 1e6, last / 1e6, (stated - cancelled) / 1e6,
                state[0].path("state").asString(""), dryRun(app).path("matched").asLong());
    }

    private void told(Resilience.Phase phase) {
        tell.accept("replay %s: p50 %.0f, p95 %.0f, p99 %.0f ms, machine %d %% busy".formatted(phase.name(), phase.pooled().p50(), phase.pooled().p95(),
                phase.pooled().p99(), phase.busyPercent()));
    }
}
