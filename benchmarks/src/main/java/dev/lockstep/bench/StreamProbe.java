package dev.lockstep.bench;

import dev.lockstep.bench.Resilience.AppRun;
import dev.lockstep.bench.Resilience.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Runs a stream and gathers what became of it in some apps. */
final class StreamProbe {

    /** Late writes are waited for so long; what has not come by then is missing. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Lockstep lockstep;
    private final TargetFarm farm;

    StreamProbe(Lockstep lockstep, TargetFarm farm) {
        this.lockstep = lockstep;
        this.farm = farm;
    }

    /** @param doubts why the stream's figures are not valid */
    record Seen(Phase phase, SteadyLoad load, List<String> doubts) {
    }

    /**
     * @param plots the applications that are looked at, by the apps' ids
     * @param stream runs it
     * @param part what of it counts
     */
    Seen watch(Map<String, TargetFarm.Plot> plots, Supplier<SteadyLoad> stream, UnaryOperator<SteadyLoad> part) {
        Instant since = Instant.now().minusSeconds(1);
        Machine.Ticks ticks = Machine.Ticks.now();
        long start = System.nanoTime();
        long own = Machine.cpuMillis(ProcessHandle.current());
        long target = farm.cpuMillis();
        long system = lockstep.process().usage().cpuMillis();
        SteadyLoad whole = stream.get();
        double millis = (System.nanoTime() - start) / 1e6;
        int ownPercent = percent(Machine.cpuMillis(ProcessHandle.current()) - own, millis);
        int targetPercent = percent(farm.cpuMillis() - target, millis);
        int systemPercent = percent(lockstep.process().usage().cpuMillis() - system, millis);
        int busy = Machine.Ticks.now().busyPercentSince(ticks);
        settle(plots.values(), whole);
        SteadyLoad load = part.apply(whole);
        lockstep.process().atRest();
        List<AppRun> apps = new ArrayList<>();
        List<Number> pooled = new ArrayList<>();
        plots.forEach((app, plot) -> {
            var calls = plot.calls();
            List<Long> confirmed = load.of(Trail.latencies(lockstep, app, since, load.phase()));
            pooled.addAll(confirmed);
            apps.add(new AppRun(app, load.perSecond(calls), Distribution.of(confirmed), Distribution.of(load.written(calls)),
                    load.changes().size() - confirmed.size()));
        });
        return new Seen(new Phase(load.phase(), List.copyOf(apps), Distribution.of(pooled), load.answerMs(), load.lagMs(), systemPercent, targetPercent,
                ownPercent, busy), load, load.doubts());
    }

    private static void settle(Collection<TargetFarm.Plot> plots, SteadyLoad load) {
        try {
            Patience.await("the stream's writes", PATIENCE, Duration.ofSeconds(1),
                    () -> plots.stream().allMatch(plot -> load.written(plot.calls()).size() >= load.changes().size() - load.failed()));
        } catch (IllegalStateException _) {
            // What is missing is a figure.
        }
    }

    private static int percent(long cpuMillis, double millis) {
        return (int) Math.round(100 * cpuMillis / millis);
    }
}
