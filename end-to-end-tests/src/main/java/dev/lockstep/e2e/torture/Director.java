package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Blow;
import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.cluster.Cluster;
import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import dev.lockstep.e2e.torture.cluster.Moments;
import dev.lockstep.targets.hostile.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Carries out faults and heals them. */
final class Director {
    private final Cluster cluster;
    private final Api lockstep;
    private final Api targets;
    private final Consumer<String> log;
    private final Map<String, Integer> done = new TreeMap<>();
    private final Queue<Blow> blows = new ConcurrentLinkedQueue<>();

    Director(Cluster cluster, Api lockstep, Api targets, Consumer<String> log) {
        this.cluster = cluster;
        this.lockstep = lockstep;
        this.targets = targets;
        this.log = log;
    }

    /** @return how often each kind was carried out */
    Map<String, Integer> done() {
        return done;
    }

    /** @return when writers were killed or stopped */
    List<Blow> blows() {
        return List.copyOf(blows);
    }

    /** Returns when all of them are healed. */
    void cause(List<Fault> faults) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> all = faults.stream().map(fault -> threads.submit(() -> cause(fault))).toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fault could not be healed: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        for (Part part : cluster.fallen()) {
            throw new IllegalStateException(part + " ended by itself");
        }
    }

    private void cause(Fault fault) {
        log.accept(fault instanceof Fault.Own ? fault.kind() : fault.toString());
        synchronized (done) {
            done.merge(fault.kind(), 1, Integer::sum);
        }
        switch (fault) {
            case Fault.Kill(Part part, Duration down) -> {
                strike(part, () -> cluster.kill(part));
                Moments.pause(down);
                cluster.startAgain(part);
            }
            case Fault.Pause(Part part, Duration time) -> {
                strike(part, () -> cluster.stop(part));
                try {
                    Moments.pause(time);
                } finally {
                    cluster.goOn(part);
                }
            }
            case Fault.RollWriters() -> {
                for (Part part : List.of(Part.WRITER_1, Part.WRITER_2)) {
                    cluster.end(part);
                    cluster.startAgain(part);
                }
            }
            case Fault.RestartJob(String app) -> lockstep.must("POST", "/api/v1/apps/" + app + "/job/restart", Map.of());
            case Fault.Own own -> own.deed().accept(cluster);
            case Fault.Outage(String app, Mode mode, Duration time) -> {
                mode(app, mode);
                Moments.pause(time);
                mode(app, Mode.PROFILE);
            }
        }
    }

    private void strike(Part part, Runnable deed) {
        long before = System.currentTimeMillis();
        deed.run();
        if (part == Part.WRITER_1 || part == Part.WRITER_2) {
            blows.add(new Blow(before, System.currentTimeMillis()));
        }
    }

    void mode(String app, Mode mode) {
        targets.must("POST", "/apps/" + app + "/mode/" + mode, Map.of());
    }
}
