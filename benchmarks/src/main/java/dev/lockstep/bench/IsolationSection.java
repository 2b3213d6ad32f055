package dev.lockstep.bench;

import dev.lockstep.bench.Resilience.AppRun;
import dev.lockstep.bench.Resilience.Phase;
import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Ten apps get the same stream twice; the second time one of them hangs with many changes queued. */
final class IsolationSection {

    private static final int DELAY_MS = 20;
    private static final int CONCURRENCY = 10;
    /** Beyond this the machine, not the app that hangs, decides. */
    private static final int MOST_BUSY = 65;
    private static final int TRIALS = 4;
    private static final Duration QUEUE_LIMIT = Duration.ofMinutes(3);

    private final Lockstep lockstep;
    private final TargetFarm farm;
    private final Directory directory;
    private final Sizes sizes;
    private final boolean warm;
    private final Consumer<String> tell;

    /** @param warm whether a rate is looked for that leaves the machine room, which warms it too */
    IsolationSection(Lockstep lockstep, TargetFarm farm, Directory directory, Sizes sizes, boolean warm, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.farm = farm;
        this.directory = directory;
        this.sizes = sizes;
        this.warm = warm;
        this.tell = tell;
    }

    Resilience.Isolation measure() {
        int everybody = sizes.live() + sizes.queued();
        directory.atLeast(everybody);
        directory.group("isolation-live", 0, sizes.live());
        directory.group("isolation-others", sizes.live(), everybody);
        Map<String, TargetFarm.Plot> plots = new LinkedHashMap<>();
        try {
            for (int i = 1; i <= Sizes.APPS; i++) {
                open(i, plots);
            }
            return measure(plots);
        } finally {
            plots.forEach((app, plot) -> {
                lockstep.removeApp(app);
                plot.close();
            });
        }
    }

    private void open(int number, Map<String, TargetFarm.Plot> plots) {
        TargetFarm.Plot plot = farm.open("isolation-" + number, Conduct.PROMPT);
        String app = lockstep.addApp("Isolation " + number, plot.tenantUrl(), Map.of("limits", Map.of("concurrency", CONCURRENCY, "perSecond", 0)));
        plots.put(app, plot);
        lockstep.assign(app, "isolation-live");
        if (number == 1) {
            lockstep.assign(app, "isolation-others");
        }
        lockstep.initialSync(app);
        plot.behave(Conduct.serving(DELAY_MS));
    }

    private Resilience.Isolation measure(Map<String, TargetFarm.Plot> plots) {
        String sick = plots.keySet().iterator().next();
        TargetFarm.Plot sickTarget = plots.values().iterator().next();
        Map<String, TargetFarm.Plot> others = new LinkedHashMap<>(plots);
        others.remove(sick);
        StreamProbe probe = new StreamProbe(lockstep, farm);
        int rate = rate(probe, plots);
        StreamProbe.Seen before = probe.watch(others, () -> stream("base", rate, sizes.stream()), whole -> whole);
        told(before.phase());

        sickTarget.behave(Conduct.serving(DELAY_MS).in(Conduct.Mode.HANG));
        directory.change("queued", sizes.live(), sizes.live() + sizes.queued());
        // Some calls have begun already, so that a few of the accounts may be neither waiting nor settled.
        Patience.await("the queue of the app that hangs", QUEUE_LIMIT, Duration.ofSeconds(1),
                () -> lockstep.job(sick).path("backlog").path("directory").asLong() == 0 && lockstep.waiting(sick) >= sizes.queued() - CONCURRENCY);
        lockstep.process().atRest();
        long queued = lockstep.waiting(sick);
        tell.accept("isolation: " + queued + " accounts wait for the app that hangs");
        long from = SteadyLoad.micros();
        StreamProbe.Seen after = probe.watch(others, () -> stream("hang", rate, sizes.stream()), whole -> whole);
        told(after.phase());
        JsonNode job = lockstep.job(sick);
        List<Call> hung = sickTarget.calls().stream().filter(call -> call.ended() >= from && call.status() == 0 && call.arrived() < after.load().end()).toList();
        return compared(rate, queued, lockstep.waiting(sick), hung.size(), job.path("status").asString(""), before, after);
    }

    private SteadyLoad stream(String phase, int rate, Duration length) {
        return SteadyLoad.run(lockstep, phase, sizes.live(), number -> number, rate, length);
    }

    /** Warms the system up, and finds a rate that leaves the machine room. */
    private int rate(StreamProbe probe, Map<String, TargetFarm.Plot> plots) {
        int rate = sizes.perSecond();
        Duration length = Duration.ofSeconds(Math.max(2, sizes.stream().toSeconds() / 4));
        for (int trial = 0; warm && trial < TRIALS; trial++) {
            int tried = rate;
            String phase = "trial" + trial;
            // The first is cold, and says nothing yet.
            Phase seen = probe.watch(plots, () -> stream(phase, tried, length), whole -> whole).phase();
            told(seen);
            boolean kept = seen.apps().stream().allMatch(app -> app.perSecond() >= 0.95 * tried);
            if (trial > 0 && kept && seen.busyPercent() <= MOST_BUSY) {
                break;
            }
            rate = trial == 0 ? rate : Math.max(1, rate * 7 / 10);
        }
        return rate;
    }

    private static Resilience.Isolation compared(int rate, long queued, long queuedAfter, int hung, String status, StreamProbe.Seen before, StreamProbe.Seen after) {
        List<String> doubts = new ArrayList<>(before.doubts());
        doubts.addAll(after.doubts());
        if (before.phase().busyPercent() > 85) {
            doubts.add("the machine was %d %% busy without the app that hangs".formatted(before.phase().busyPercent()));
        }
        double throughput = ratios(before.phase(), after.phase(), AppRun::perSecond).stream().mapToDouble(r -> r).min().orElse(0);
        double p99 = ratios(before.phase(), after.phase(), app -> app.confirmed().p99()).stream().mapToDouble(r -> r).max().orElse(0);
        return new Resilience.Isolation(rate, Sizes.APPS, queued, queuedAfter, hung, status, before.phase(), after.phase(), throughput, p99,
                before.phase().pooled().p99() == 0 ? 0 : after.phase().pooled().p99() / before.phase().pooled().p99(), doubts);
    }

    /** Of each app's figure after over before. */
    static List<Double> ratios(Phase before, Phase after, ToDoubleFunction<AppRun> figure) {
        Map<String, AppRun> earlier = before.apps().stream().collect(Collectors.toMap(AppRun::app, app -> app));
        return after.apps().stream().map(app -> {
            double base = figure.applyAsDouble(java.util.Objects.requireNonNull(earlier.get(app.app())));
            return base == 0 ? 0 : figure.applyAsDouble(app) / base;
        }).toList();
    }

    private void told(Phase phase) {
        tell.accept("isolation %s: %.1f writes/s an app, p50 %.0f, p95 %.0f, p99 %.0f ms, machine %d %% busy".formatted(phase.name(),
                phase.apps().stream().mapToDouble(AppRun::perSecond).average().orElse(0), phase.pooled().p50(), phase.pooled().p95(), phase.pooled().p99(),
                phase.busyPercent()));
    }
}
