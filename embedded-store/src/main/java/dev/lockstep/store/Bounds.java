package dev.lockstep.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What a filter says about one field: its value is in one of these intervals, which are ascending and apart.
 *
 * @param exact whether the intervals say all that the filter says, so that a document need not be looked at
 */
record Bounds(List<Interval> intervals, boolean exact) {

    private static final byte[] NULL = {OrderedBytes.NULL};
    private static final byte[] BEHIND_NULL = {OrderedBytes.NULL + 1};

    static final Bounds PRESENT = new Bounds(List.of(Interval.between(new byte[0], null)), false);
    static final Bounds NOT_NULL = new Bounds(
            List.of(Interval.between(new byte[0], NULL), Interval.between(BEHIND_NULL, null)), false);

    static Bounds points(Collection<byte[]> values, boolean exact) {
        List<byte[]> sorted = new ArrayList<>(values);
        sorted.sort(Arrays::compareUnsigned);
        List<Interval> intervals = new ArrayList<>(sorted.size());
        byte[] previous = null;
        for (byte[] value : sorted) {
            if (!Arrays.equals(previous, value)) {
                intervals.add(Interval.point(value));
            }
            previous = value;
        }
        return new Bounds(intervals, exact);
    }

    static Bounds of(Interval interval, boolean exact) {
        return new Bounds(List.of(interval), exact);
    }

    Bounds and(Bounds other) {
        List<Interval> result = new ArrayList<>();
        for (Interval left : intervals) {
            for (Interval right : other.intervals) {
                Interval both = left.and(right);
                if (both != null) {
                    result.add(both);
                }
            }
        }
        return new Bounds(result, exact && other.exact);
    }

    boolean allPoints() {
        return intervals.stream().allMatch(Interval::point);
    }

    boolean includesNull() {
        return intervals.stream().anyMatch(interval -> interval.contains(NULL));
    }

    /** Narrow enough to be worth an index. */
    boolean narrows() {
        return this != PRESENT;
    }
}
