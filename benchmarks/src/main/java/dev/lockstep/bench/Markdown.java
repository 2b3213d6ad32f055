package dev.lockstep.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for people. */
final class Markdown {

    private Markdown() {
    }

    static String of(Report report) {
        StringBuilder text = new StringBuilder("# Lockstep benchmark\n\n");
        machine(text, report.machine());
        text.append("\nConditions:\n");
        report.conditions().forEach(condition -> text.append("- ").append(condition).append('\n'));
        aims(text, report);
        ingest(text, report);
        syncs(text, report);
        latencies(text, report);
        cost(text, report);
        if (!report.evaluations().isEmpty()) {
            text.append(ExpressionTable.of(report.evaluations()));
        }
        if (report.resilience() != null) {
            text.append(ResilienceTables.of(report.resilience()));
        }
        if (!report.failures().isEmpty()) {
            text.append("\n## Not measured\n\n");
            report.failures().forEach(failure -> text.append("- ").append(failure).append('\n'));
        }
        return text.toString();
    }

    private static void machine(StringBuilder text, Machine machine) {
        text.append(line("%d cores (%s), %d MB of memory, %s, %s.%n", machine.cores(), machine.cpu().isBlank() ? "model unknown" : machine.cpu(),
                machine.memoryMegabytes(), machine.os(), machine.jdk()));
        text.append(line("Commit %s, %s, load average before the start %.2f.%n", machine.commit().isBlank() ? "unknown" : machine.commit(),
                machine.date(), machine.load()));
    }

    private static void aims(StringBuilder text, Report report) {
        text.append("\n## Aims\n\n| Aim | Measured | Met |\n|---|---|---|\n");
        for (Measured.Aim aim : report.aims()) {
            text.append(line("| %s | %s | %s |%n", aim.aim(), aim.measured(), aim.met() == null ? "–" : aim.met() ? "yes" : "no"));
        }
    }

    private static void ingest(StringBuilder text, Report report) {
        Measured.Ingest ingest = report.ingest();
        if (ingest != null) {
            text.append(line("%n## Ingest: accepted events a second, %d connections%n%n| | median | runs | CPU ms per event | commits per event |%n|---|---|---|---|---|%n", ingest.connections()));
            events(text, line("batches of %d", Plan.BATCH), ingest.batchMedian(), ingest.batches());
            events(text, "one event per request", ingest.singleMedian(), ingest.singles());
        }
    }

    private static void events(StringBuilder text, String how, double median, List<Measured.IngestRun> runs) {
        text.append(line("| %s | %.0f | %s | %s | %s |%n", how, median, rounded(runs.stream().map(Measured.IngestRun::perSecond).toList()),
                runs.stream().map(run -> line("%.2f", run.cpuMsPerEvent())).collect(Collectors.joining(", ")),
                runs.stream().map(run -> line("%.2f", run.commitsPerEvent())).collect(Collectors.joining(", "))));
    }

    private static void syncs(StringBuilder text, Report report) {
        if (report.syncs().isEmpty()) {
            return;
        }
        text.append("\n## Initial sync\n\n| Target | delay | connections | users/s | ceiling | ratio | runs | ceiling's runs |\n|---|---|---|---|---|---|---|---|\n");
        for (Measured.Sync sync : report.syncs()) {
            text.append(line("| %s | %d ms | %d | **%.0f** | %.0f | **%.2f** | %s | %s |%n", sync.target(), sync.delayMs(), sync.concurrency(),
                    sync.usersPerSecond(), sync.ceilingPerSecond(), sync.ratio(),
                    rounded(sync.runs().stream().map(Measured.SyncRun::usersPerSecond).toList()),
                    rounded(sync.ceilings().stream().map(Measured.CeilingRun::usersPerSecond).toList())));
        }
        text.append("\nCost per user, each timed run:\n\n| Target | run | seconds | CPU ms (Lockstep) | CPU ms (target) | documents | commits | machine busy | ledger at rest after |\n|---|---|---|---|---|---|---|---|---|\n");
        for (Measured.Sync sync : report.syncs()) {
            int number = 1;
            for (Measured.SyncRun run : sync.runs()) {
                text.append(line("| %s, %d ms | %d | %.1f | %.2f | %.2f | %.2f | %.3f | %d %% | %.1f s |%n", sync.target(), sync.delayMs(), number++, run.seconds(),
                        run.cpuMsPerUser(), run.targetCpuMsPerUser(), run.documentsPerUser(), run.commitsPerUser(), run.busyPercent(), run.ledgerSeconds()));
            }
        }
        text.append(line("%nAccounts have %d bytes on average.%n", report.syncs().getFirst().bodyBytes()));
    }

    private static void latencies(StringBuilder text, Report report) {
        if (report.latencies().isEmpty()) {
            return;
        }
        text.append("\n## From accepted event to confirmed write, in milliseconds\n\n| Load | seen by | count | p50 | p95 | p99 | max |\n|---|---|---|---|---|---|---|\n");
        for (Measured.Latency latency : report.latencies()) {
            String load = line("%d events/s, stub answers after %d ms", latency.eventsPerSecond(), latency.delayMs());
            row(text, load, "audit trail (accepted to confirmed)", latency.lockstep());
            row(text, load, "outside (posted to written in the stub)", latency.outside());
            row(text, load, "outside (posted to 202)", latency.answer());
            if (latency.missing() > 0) {
                text.append(line("| %s | **without a confirmed write** | %d | | | | |%n", load, latency.missing()));
            }
        }
    }

    private static void row(StringBuilder text, String load, String by, Distribution d) {
        text.append(line("| %s | %s | %d | %.0f | %.0f | %.0f | %.0f |%n", load, by, d.count(), d.p50(), d.p95(), d.p99(), d.max()));
    }

    private static void cost(StringBuilder text, Report report) {
        if (report.idle() == null && report.heapMegabytes() == null) {
            return;
        }
        text.append("\n## At rest\n\n");
        Measured.Idle idle = report.idle();
        if (idle != null) {
            text.append(line("Idle for %.0f s: %.1f ms CPU a second, %.2f commits a second, %.2f documents a second.%n",
                    idle.seconds(), idle.cpuMsPerSecond(), idle.commitsPerSecond(), idle.documentsPerSecond()));
        }
        text.append(report.heapMegabytes() == null ? "Heap: not measured.\n" : line("Heap in use after a full collection at the end: %d MB.%n", report.heapMegabytes()));
    }

    private static String rounded(List<Double> values) {
        return values.stream().map(value -> line("%.0f", value)).collect(Collectors.joining(", "));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
