package dev.lockstep.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the sections about failures against one Lockstep, those with few people first: the directory only grows. */
final class ResilienceSuite {

    private final Lockstep lockstep;
    private final Plan plan;
    private final List<String> failures;
    private final Consumer<String> tell;
    private List<Resilience.Allowance> allowances = List.of();
    private Resilience.@Nullable Outage outage;
    private Resilience.@Nullable Isolation isolation;
    private Resilience.@Nullable Replay replay;
    private Resilience.@Nullable Leaver leaver;

    /** @param failures takes sections that could not be measured, with the reason */
    ResilienceSuite(Lockstep lockstep, Plan plan, List<String> failures, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.plan = plan;
        this.failures = failures;
        this.tell = tell;
    }

    Resilience run() {
        Sizes sizes = plan.sizes();
        Directory directory = new Directory(lockstep, tell);
        try (TargetFarm farm = TargetFarm.start()) {
            section(Section.ALLOWANCE, () -> allowances = new AllowanceSection(lockstep, farm, directory, sizes, tell).measure());
            section(Section.OUTAGE, () -> outage = new OutageSection(lockstep, farm, directory, sizes, tell).measure());
            section(Section.ISOLATION, () -> isolation = new IsolationSection(lockstep, farm, directory, sizes, plan.warmUps() > 0, tell).measure());
            section(Section.REPLAY, () -> replay = new ReplaySection(lockstep, farm, directory, sizes, tell).measure());
            section(Section.LEAVER, () -> leaver = new LeaverSection(lockstep, farm, directory, sizes, tell).measure());
        }
        return new Resilience(directory.size(), allowances, outage, isolation, replay, leaver);
    }

    private void section(Section section, Runnable measure) {
        if (plan.sections().contains(section)) {
            long start = System.nanoTime();
            Suite.attempt(section, measure, failures, tell);
            tell.accept("%s took %.0f s".formatted(section, (System.nanoTime() - start) / 1e9));
        }
    }

    static List<String> conditions(Set<Section> sections, String heap) {
        List<String> conditions = new ArrayList<>(List.of(
                "Sections about failures: one Lockstep of their own (broker, store, services and console in one process, -Xmx" + heap
                        + ", ParallelGC), all targets in a second process, the load in a third, over loopback; Lockstep's settings are the defaults.",
                "Targets keep a journal of every call; times of one machine's clock. \"Confirmed\" is from accepted to confirmed as the audit trail has it, "
                        + "\"written\" from the planned time of the post, whether or not the load was on time, to the write in the target."));
        if (sections.contains(Section.ALLOWANCE)) {
            conditions.add("allowance: the target takes " + Sizes.ALLOWED + " calls a second; beyond that it answers 429 with Retry-After: 1. All calls count, reads too, but for those that are refused. "
                    + "It counts in two ways, one after the other: in seconds of the clock and with a bucket of " + Sizes.ALLOWED + " tokens that is filled with " + Sizes.ALLOWED
                    + " a second (CLOCK_SECOND), and in any second, wherever it begins (ANY_SECOND), where a call that is 20 ms late makes another one too much. "
                    + "One writer replica: a second one needs another process and was not measured.");
        }
        if (sections.contains(Section.OUTAGE)) {
            conditions.add("outage: shortened from the hour of the aim. The target answers 503, and in the last third refuses connections; everybody changes "
                    + Sizes.CHANGES + " times meanwhile. Lockstep looks after 30 s, and then after waits twice as long, whether it is back, so the time to catch up depends on when it comes back.");
        }
        if (sections.contains(Section.ISOLATION)) {
            conditions.add("isolation: targets answer after 20 ms, 10 connections each; the rate of the stream is lowered until the machine is at most 65 % busy. "
                    + "The app that hangs gets the stream too. The ratio is of the worst of the other apps.");
        }
        if (sections.contains(Section.REPLAY)) {
            conditions.add("replay: the target refuses every fourth person with 400 (more would put the app into quarantine) until it is mended; the live stream goes to people "
                    + "that it takes, in the same app and in another one. Figures \"beside\" are of changes that were due while the replay ran.");
        }
        if (sections.contains(Section.LEAVER)) {
            conditions.add("leaver: everybody has changed and waits for a target that answers after 50 ms on 2 connections; then people leave, one a second, while " + LeaverSection.FURTHER
                    + " further changes a second come in, more than the app takes.");
        }
        return conditions;
    }
}
