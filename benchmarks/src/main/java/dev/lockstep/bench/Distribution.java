package dev.lockstep.bench;

import java.util.Arrays;
import java.util.Collection;

/**
 * Where measured values lie.
 *
 * @param count how many there are; all else is 0 when there are none
 * @param p50 half of the values are not above it (nearest rank, as all here)
 */
public record Distribution(int count, double p50, double p95, double p99, double max) {

    static Distribution of(Collection<? extends Number> values) {
        double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        return sorted.length == 0
                ? new Distribution(0, 0, 0, 0, 0)
                : new Distribution(sorted.length, rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99), sorted[sorted.length - 1]);
    }

    /** The middle value; of an even number of values the lower one of the two, so that it is always one that was measured. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    }

    private static double rank(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
