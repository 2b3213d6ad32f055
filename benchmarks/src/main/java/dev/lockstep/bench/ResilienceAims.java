package dev.lockstep.bench;

import dev.lockstep.bench.Measured.Aim;
import dev.lockstep.bench.target.Conduct.Counting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be reached when something fails, beside what was reached. A figure that is in doubt meets nothing and misses nothing. */
final class ResilienceAims {

    private static final String THROUGHPUT = "isolation: the other nine apps keep 0.9 of their throughput";
    private static final String P99 = "isolation: the other nine apps have at most twice their p99";
    private static final String LEAVER = "leaver: disabled within 30 s while 100,000 updates wait";
    private static final String ALLOWANCE = "allowance: 0.95 of 25 calls/s used, no 429";
    private static final String OUTAGE = "outage: exactly one write for each person, none lost";
    private static final String PREVIEW = "replay of 10,000: preview equals result";
    private static final String LIVE = "replay of 10,000: live traffic's p99 at most doubles";
    private static final String CANCEL = "replay: cancelled within 2 s";

    private ResilienceAims() {
    }

    static List<Aim> of(Set<Section> sections, @Nullable Resilience measured) {
        List<Aim> aims = new ArrayList<>();
        if (sections.contains(Section.ISOLATION)) {
            isolation(aims, measured == null ? null : measured.isolation());
        }
        if (sections.contains(Section.LEAVER)) {
            aims.add(leaver(measured == null ? null : measured.leaver()));
        }
        if (sections.contains(Section.ALLOWANCE)) {
            Stream.of(Counting.values()).forEach(counting -> aims.add(allowance(counting, measured == null ? List.of() : measured.allowances())));
        }
        if (sections.contains(Section.OUTAGE)) {
            aims.add(outage(measured == null ? null : measured.outage()));
        }
        if (sections.contains(Section.REPLAY)) {
            replay(aims, measured == null ? null : measured.replay());
        }
        return aims;
    }

    private static void isolation(List<Aim> aims, Resilience.@Nullable Isolation one) {
        if (one == null) {
            aims.add(unknown(THROUGHPUT));
            aims.add(unknown(P99));
            return;
        }
        int missing = one.hanging().apps().stream().mapToInt(Resilience.AppRun::missing).sum();
        aims.add(aim(THROUGHPUT, "%.2f, %d missing".formatted(one.throughputRatio(), missing), one.throughputRatio() >= 0.9 && missing == 0, one.doubts()));
        aims.add(aim(P99, "%.2f times (all nine together %.2f)".formatted(one.p99Ratio(), one.pooledP99Ratio()), one.p99Ratio() <= 2, one.doubts()));
    }

    private static Aim leaver(Resilience.@Nullable Leaver one) {
        return one == null ? unknown(LEAVER) : aim(LEAVER, "at most %.1f s while %d to %d waited, %d missing".formatted(one.seconds().max(), one.waitingAfter(),
                one.waitingBefore(), one.missing()), one.missing() == 0 && one.seconds().max() <= 30,
                one.waitingBefore() >= Sizes.full().backlog() ? one.doubts() : List.of("a smaller run"));
    }

    private static Aim allowance(Counting counting, List<Resilience.Allowance> all) {
        String text = ALLOWANCE + (counting == Counting.CLOCK_SECOND ? " (seconds of the clock, bucket)" : " (any second)");
        return all.stream().filter(one -> one.counting() == counting).findFirst().map(one -> aim(text, "%.3f, %d times 429".formatted(one.utilisation(), one.refused()),
                one.utilisation() >= 0.95 && one.refused() == 0, one.doubts())).orElseGet(() -> unknown(text));
    }

    private static Aim outage(Resilience.@Nullable Outage one) {
        return one == null ? unknown(OUTAGE) : aim(OUTAGE, "%d of %d with one write, %d lost; caught up after %.1f s".formatted(one.writesPerUser().getOrDefault(1, 0L),
                one.people(), one.stale(), one.catchUpSeconds()), one.stale() == 0 && one.writesPerUser().getOrDefault(1, 0L) == one.people(), one.doubts());
    }

    private static void replay(List<Aim> aims, Resilience.@Nullable Replay one) {
        if (one == null) {
            List.of(PREVIEW, LIVE, CANCEL).forEach(text -> aims.add(unknown(text)));
            return;
        }
        aims.add(aim(PREVIEW, "preview %s, result %s".formatted(one.preview(), one.result()), one.preview().equals(one.result()),
                one.failures() >= Sizes.full().failures() ? one.doubts() : List.of("a smaller run")));
        aims.add(aim(LIVE, "%.2f times".formatted(one.p99Ratio()), one.p99Ratio() <= 2, one.liveDoubts()));
        Resilience.Cancel cancel = one.cancel();
        aims.add(cancel == null ? unknown(CANCEL) : aim(CANCEL, "last call after %.2f s, %s after %.2f s".formatted(cancel.lastCallSeconds(), cancel.state(),
                cancel.stateSeconds()), cancel.state().equals("cancelled") && cancel.lastCallSeconds() <= 2 && cancel.stateSeconds() <= 2, one.doubts()));
    }

    private static Aim aim(String text, String measured, boolean met, List<String> doubts) {
        return doubts.isEmpty() ? new Aim(text, measured, met) : new Aim(text, measured + " (a smaller run, or not valid: see below)", null);
    }

    private static Aim unknown(String text) {
        return new Aim(text, "not measured", null);
    }
}
