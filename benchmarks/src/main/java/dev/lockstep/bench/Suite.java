package dev.lockstep.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the sections in order against one Lockstep and gathers the figures. A section that fails is reported; the rest goes on. */
final class Suite {

    private final Plan plan;
    private final Consumer<String> tell;
    private final List<String> failures = new ArrayList<>();
    private final List<Measured.Sync> syncs = new ArrayList<>();
    private final List<Measured.Latency> latencies = new ArrayList<>();
    private List<Measured.Evaluation> evaluations = List.of();
    private @Nullable Resilience resilience;
    private Measured.@Nullable Ingest ingest;
    private Measured.@Nullable Idle idle;
    private @Nullable Long heapMegabytes;

    Suite(Plan plan, Consumer<String> tell) {
        this.plan = plan;
        this.tell = tell;
    }

    Report run(Path home, Path jar, Path data, String heap, @Nullable Path recording) {
        Machine machine = Machine.look(home);
        ExpressionSection expressions = new ExpressionSection(plan.warmUps() == 0, tell);
        section(Section.EXPRESSIONS, () -> evaluations = expressions.measure());
        List<String> conditions = new ArrayList<>();
        if (!evaluations.isEmpty()) {
            conditions.add(expressions.conditions());
        }
        if (!Collections.disjoint(plan.sections(), Section.ofTheSystem())) {
            conditions.addAll(conditions(heap, recording));
            system(jar, data, heap, recording);
        }
        if (!Collections.disjoint(plan.sections(), Section.aboutFailures())) {
            conditions.addAll(ResilienceSuite.conditions(plan.sections(), heap));
            tell.accept("starting Lockstep for the sections about failures");
            try (Lockstep lockstep = Lockstep.start(jar, data.resolveSibling("failures"), heap, recording, tell)) {
                resilience = new ResilienceSuite(lockstep, plan, failures, tell).run();
            }
        }
        return new Report(machine, plan, conditions, ingest, List.copyOf(syncs), List.copyOf(latencies), idle, heapMegabytes, evaluations,
                resilience, Aims.of(plan.sections(), syncs, latencies, evaluations, resilience), List.copyOf(failures));
    }

    private void system(Path jar, Path data, String heap, @Nullable Path recording) {
        tell.accept("starting Lockstep");
        try (Lockstep lockstep = Lockstep.start(jar, data, heap, recording, tell)) {
            feed(lockstep);
            section(Section.INGEST, () -> ingest = new IngestSection(lockstep, plan, tell).measure());
            stub(lockstep);
            section(Section.REAL, () -> {
                try (Target target = Target.start(Target.Make.SCIM_SDK)) {
                    syncs.add(new SyncSection(lockstep, target, plan, tell).measure(Section.REAL, Target.Make.SCIM_SDK, 0, 64, plan.warmUps()));
                }
            });
            section(Section.IDLE, () -> idle = idle(lockstep));
            long bytes = lockstep.process().liveHeapBytes();
            heapMegabytes = bytes < 0 ? null : bytes >> 20;
        }
    }

    private void feed(Lockstep lockstep) {
        tell.accept("feeding " + plan.users() + " users");
        try (IngestLoad source = lockstep.source(plan.connections())) {
            source.batches("feed", plan.users(), plan.users());
        }
        lockstep.process().atRest();
    }

    private void stub(Lockstep lockstep) {
        try (Target target = Target.start(Target.Make.STUB)) {
            SyncSection sync = new SyncSection(lockstep, target, plan, tell);
            int warmUps = plan.warmUps();
            section(Section.STUB_0, () -> syncs.add(sync.measure(Section.STUB_0, Target.Make.STUB, 0, 64, warmUps)));
            // By now both processes are warm, unless this is the first that runs.
            section(Section.STUB_20, () -> syncs.add(sync.measure(Section.STUB_20, Target.Make.STUB, 20, 64, syncs.isEmpty() ? warmUps : 0)));
            section(Section.STUB_50, () -> syncs.add(sync.measure(Section.STUB_50, Target.Make.STUB, 50, 32, syncs.isEmpty() ? warmUps : 0)));
            section(Section.LATENCY, () -> {
                latencies.addAll(new LatencySection(lockstep, target, plan).measure(0, 20));
                latencies.forEach(l -> tell.accept("latency at %d ms: p50 %.0f, p95 %.0f, p99 %.0f ms".formatted(
                        l.delayMs(), l.lockstep().p50(), l.lockstep().p95(), l.lockstep().p99())));
            });
        }
    }

    private Measured.Idle idle(Lockstep lockstep) {
        Usage before = lockstep.process().atRest();
        long start = System.nanoTime();
        Patience.pause(plan.idleFor().plus(Duration.ofMillis(500)));
        Usage used = lockstep.process().usage().since(before);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured.Idle(seconds, used.cpuMillis() / seconds, used.commits() / seconds, used.documents() / seconds);
    }

    private void section(Section section, Runnable measure) {
        if (plan.sections().contains(section)) {
            attempt(section, measure, failures, tell);
        }
    }

    /** A section that fails is reported; the rest goes on. */
    static void attempt(Section section, Runnable measure, List<String> failures, Consumer<String> tell) {
        try {
            tell.accept("measuring " + section);
            measure.run();
        } catch (RuntimeException e) {
            failures.add(section + ": " + e.getMessage());
            tell.accept(section + " failed: " + e.getMessage());
        }
    }

    private List<String> conditions(String heap, @Nullable Path recording) {
        List<String> conditions = new ArrayList<>(List.of(
                "Everything on this one machine, over loopback: Lockstep (broker, store, services and console in one process, -Xmx" + heap
                        + ", ParallelGC), the target in a second process, the load and the bare client in a third.",
                "One running Lockstep for all sections, fed with " + plan.users() + " users; " + (plan.warmUps() == 0
                        ? "no warm-up runs, so the figures are those of a cold system."
                        : plan.warmUps() + " warm-up run of feed and sync before the first timed one, " + plan.warmUps() * Plan.WARM_UP_SINGLES * plan.singleEvents()
                        + " single events before the first timed ingest; medians of " + plan.runs() + " runs."),
                "Each timed sync uses a new app and an emptied target; the directory stays. Time counts from the request to start the job until the job says steady "
                        + "(polled every 250 ms), and each time the target must have exactly the " + plan.users() + " accounts, without a duplicate.",
                "The bare client (Apache HttpClient 5 on virtual threads, the same number of connections) looks up and creates the same accounts with bodies of equal size, in turn with Lockstep's runs.",
                "CPU, documents and commits count until the store was at rest after the load, so the audit trail's share is in them.",
                "Writes survive the end of the process; the embedded store and broker do not force the disk."));
        if (recording != null) {
            conditions.add("Java Flight Recorder was running: figures are lower than without it.");
        }
        return conditions;
    }
}
