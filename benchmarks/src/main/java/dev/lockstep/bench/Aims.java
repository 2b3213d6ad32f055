package dev.lockstep.bench;

import dev.lockstep.bench.Measured.Aim;
import dev.lockstep.bench.expressions.Language;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the project wants to reach, beside what was reached. */
final class Aims {

    private Aims() {
    }

    /** The aims of what was to be measured. */
    static List<Aim> of(Set<Section> sections, List<Measured.Sync> syncs, List<Measured.Latency> latencies, List<Measured.Evaluation> evaluations,
            @Nullable Resilience resilience) {
        List<Aim> aims = new ArrayList<>();
        if (!Collections.disjoint(sections, Section.ofTheSystem())) {
            aims.addAll(ofTheSystem(syncs, latencies));
        }
        evaluations.stream().filter(one -> one.expression().equals(Measured.WHOLE_SET) && one.language().equals(Language.LOCKSTEP.name())).forEach(ours -> {
            double advantage = ExpressionTable.advantage(evaluations, Measured.WHOLE_SET);
            aims.add(aim("mapping set: the faster of SpEL and JEXL takes twice as long", "%.1f times".formatted(advantage), advantage >= 2));
            aims.add(aim("mapping set: under 10 µs a user", "%.2f µs".formatted(ours.nanoseconds() / 1_000), ours.nanoseconds() < 10_000));
        });
        aims.addAll(ResilienceAims.of(sections, resilience));
        return List.copyOf(aims);
    }

    private static List<Aim> ofTheSystem(List<Measured.Sync> syncs, List<Measured.Latency> latencies) {
        return List.of(
                sync(syncs, Section.STUB_0).map(s -> aim("initial sync at 0 ms: 1,000 users/s", "%.0f users/s".formatted(s.usersPerSecond()), s.usersPerSecond() >= 1_000))
                        .orElseGet(() -> unknown("initial sync at 0 ms: 1,000 users/s")),
                ratio(syncs, Section.STUB_20, "initial sync at 20 ms, 64 connections: 0.7 of the ceiling", 0.7),
                ratio(syncs, Section.STUB_50, "initial sync at 50 ms, 32 connections: 0.95 of the ceiling", 0.95),
                ratio(syncs, Section.REAL, "initial sync into a real server: 0.75 of the ceiling", 0.75),
                latencies.stream().filter(l -> l.delayMs() == 0).findFirst()
                        .map(l -> aim("accepted to confirmed: p95 under 500 ms", "p95 %.0f ms%s".formatted(l.lockstep().p95(), l.missing() == 0 ? "" : ", " + l.missing() + " missing"),
                                l.missing() == 0 && l.lockstep().p95() < 500))
                        .orElseGet(() -> unknown("accepted to confirmed: p95 under 500 ms")));
    }

    private static Aim ratio(List<Measured.Sync> syncs, Section section, String text, double wanted) {
        return sync(syncs, section).map(s -> aim(text, "%.2f".formatted(s.ratio()), s.ratio() >= wanted)).orElseGet(() -> unknown(text));
    }

    private static Optional<Measured.Sync> sync(List<Measured.Sync> syncs, Section section) {
        return syncs.stream().filter(sync -> sync.name().equals(section.toString())).findFirst();
    }

    private static Aim aim(String text, String measured, boolean met) {
        return new Aim(text, measured, met);
    }

    private static Aim unknown(String text) {
        return new Aim(text, "not measured", null);
    }
}
