package dev.lockstep.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of one access path that a filter leads to: values for the first fields, then possibly intervals for the
 * next one.
 *
 * @param fieldsUsed how many fields of the path the filter narrows
 */
record IndexRanges(List<KeyRange> ranges, int fieldsUsed) {

    private static final int MOST_RANGES = 20_000;

    /** @param sortStart the first field whose order must be kept across the ranges, 0 when none must */
    static IndexRanges of(AccessPath path, FilterBounds filter, int sortStart) {
        List<Prefix> prefixes = List.of(new Prefix(new byte[0], 0));
        int used = 0;
        for (IndexDefinition.Field field : path.fields()) {
            Bounds bounds = filter.on(field.path(), path.multikey(used));
            if (bounds == null || prefixes.size() * (long) bounds.intervals().size() > MOST_RANGES) {
                break;
            }
            List<Interval> intervals = inDirection(bounds, field.ascending());
            if (!bounds.allPoints()) {
                boolean narrower = bounds.narrows() || path.sparse();
                return new IndexRanges(close(prefixes, intervals), narrower ? used + 1 : used);
            }
            used++;
            prefixes = extend(prefixes, intervals, used == sortStart);
        }
        List<KeyRange> ranges = new ArrayList<>(prefixes.size());
        for (Prefix prefix : prefixes) {
            ranges.add(KeyRange.prefix(prefix.bytes, prefix.mergeFrom));
        }
        return new IndexRanges(sorted(ranges), used);
    }

    private record Prefix(byte[] bytes, int mergeFrom) {}

    private static List<Interval> inDirection(Bounds bounds, boolean ascending) {
        return ascending
                ? bounds.intervals()
                : bounds.intervals().stream().map(Interval::inverted).toList();
    }

    private static List<Prefix> extend(List<Prefix> prefixes, List<Interval> points, boolean mergeBehind) {
        List<Prefix> result = new ArrayList<>(prefixes.size() * points.size());
        for (Prefix prefix : prefixes) {
            for (Interval point : points) {
                byte[] bytes = OrderedBytes.concat(prefix.bytes, point.from());
                result.add(new Prefix(bytes, mergeBehind ? bytes.length : prefix.mergeFrom));
            }
        }
        return result;
    }

    private static List<KeyRange> close(List<Prefix> prefixes, List<Interval> intervals) {
        List<KeyRange> ranges = new ArrayList<>(prefixes.size() * intervals.size());
        for (Prefix prefix : prefixes) {
            for (Interval interval : intervals) {
                ranges.add(new KeyRange(
                        OrderedBytes.concat(prefix.bytes, interval.from()),
                        end(prefix.bytes, interval.to()),
                        prefix.mergeFrom));
            }
        }
        return sorted(ranges);
    }

    private static @Nullable Key end(byte[] prefix, byte @Nullable [] to) {
        byte[] bytes = to == null ? OrderedBytes.after(prefix) : OrderedBytes.concat(prefix, to);
        return bytes == null ? null : new Key(bytes);
    }

    private static List<KeyRange> sorted(List<KeyRange> ranges) {
        ranges.sort((left, right) -> Arrays.compareUnsigned(left.from(), right.from()));
        return ranges;
    }
}
