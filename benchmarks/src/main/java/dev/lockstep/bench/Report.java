package dev.lockstep.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the benchmark.
 *
 * @param conditions what a reader must know to judge the figures
 * @param heapMegabytes heap in use after a full collection at the end, or null when not measured
 * @param resilience the sections about failures, or null when none of them was asked for
 * @param failures sections that could not be measured, with the reason
 */
public record Report(
        Machine machine, Plan plan, List<String> conditions, Measured.@Nullable Ingest ingest, List<Measured.Sync> syncs,
        List<Measured.Latency> latencies, Measured.@Nullable Idle idle, @Nullable Long heapMegabytes, List<Measured.Evaluation> evaluations,
        @Nullable Resilience resilience, List<Measured.Aim> aims, List<String> failures) {
}
