package dev.lockstep.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values of one field in ascending order of their bytes.
 *
 * @param from the lowest (included)
 * @param to the first above (excluded), null for no end
 * @param point whether it is one value
 */
record Interval(byte[] from, byte @Nullable [] to, boolean point) {

    static Interval point(byte[] value) {
        return new Interval(value, OrderedBytes.after(value), true);
    }

    static Interval between(byte[] from, byte @Nullable [] to) {
        return new Interval(from, to, false);
    }

    boolean contains(byte[] value) {
        return Arrays.compareUnsigned(from, value) <= 0 && (to == null || Arrays.compareUnsigned(value, to) < 0);
    }

    @Nullable Interval and(Interval other) {
        byte[] highest = Arrays.compareUnsigned(from, other.from) >= 0 ? from : other.from;
        byte[] lowest = to == null || (other.to != null && Arrays.compareUnsigned(other.to, to) < 0) ? other.to : to;
        if (lowest != null && Arrays.compareUnsigned(highest, lowest) >= 0) {
            return null;
        }
        return new Interval(highest, lowest, point || other.point);
    }

    /** The same values in a field of descending order. */
    Interval inverted() {
        byte[] lowest = to == null ? new byte[0] : OrderedBytes.after(OrderedBytes.inverted(to));
        byte[] end = OrderedBytes.after(OrderedBytes.inverted(from));
        // A point ends behind everything that begins with it; inverted it begins with its own inverted bytes.
        return point
                ? point(OrderedBytes.inverted(from))
                : new Interval(lowest == null ? new byte[] {(byte) 0xff} : lowest, end, false);
    }
}
