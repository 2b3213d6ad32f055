package dev.lockstep.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** How many events a second are accepted, in batches and one by one. */
final class IngestSection {

    private final Lockstep lockstep;
    private final Plan plan;
    private final Consumer<String> tell;

    IngestSection(Lockstep lockstep, Plan plan, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.plan = plan;
        this.tell = tell;
    }

    Measured.Ingest measure() {
        List<Measured.IngestRun> batches = new ArrayList<>();
        List<Measured.IngestRun> singles = new ArrayList<>();
        try (IngestLoad source = lockstep.source(plan.connections())) {
            // Batches made so few requests until now that the way of a request has not been compiled yet.
            for (int run = 0; run < plan.warmUps() * Plan.WARM_UP_SINGLES; run++) {
                String round = "warm" + run;
                tell.accept("ingest warm-up: " + told(timed(plan.singleEvents(), () -> source.singles(round, plan.singleEvents(), plan.users()))) + " one by one");
            }
            for (int run = 0; run < plan.runs(); run++) {
                String round = Integer.toString(run);
                batches.add(timed(plan.batchEvents(), () -> source.batches("batch" + round, plan.batchEvents(), plan.users())));
                singles.add(timed(plan.singleEvents(), () -> source.singles("single" + round, plan.singleEvents(), plan.users())));
                tell.accept("ingest run: " + told(batches.getLast()) + " in batches, " + told(singles.getLast()) + " one by one");
            }
        }
        return new Measured.Ingest(plan.connections(), List.copyOf(batches), List.copyOf(singles), median(batches), median(singles));
    }

    /** @param load returns the seconds that it took */
    private Measured.IngestRun timed(int events, DoubleSupplier load) {
        Usage before = lockstep.process().usage();
        double seconds = load.getAsDouble();
        Usage used = lockstep.process().atRest().since(before);
        return new Measured.IngestRun(events / seconds, (double) used.cpuMillis() / events, (double) used.commits() / events);
    }

    private static String told(Measured.IngestRun run) {
        return "%.0f events/s (%.2f ms CPU each)".formatted(run.perSecond(), run.cpuMsPerEvent());
    }

    private static double median(List<Measured.IngestRun> runs) {
        return Distribution.median(runs.stream().mapToDouble(Measured.IngestRun::perSecond).toArray());
    }
}
