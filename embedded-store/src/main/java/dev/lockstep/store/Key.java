package dev.lockstep.store;

import java.util.Arrays;

/**
 * A place in an ordered map. Compared byte by byte, unsigned; {@link OrderedBytes} writes values such that this is
 * MongoDB's order of values.
 */
final class Key implements Comparable<Key> {

    static final Key LOWEST = new Key(new byte[0]);

    private final byte[] bytes;

    Key(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The part from {@code offset} on: in an index entry, the document's own key behind the indexed values. */
    Key from(int offset) {
        return new Key(Arrays.copyOfRange(bytes, offset, bytes.length));
    }

    boolean startsWith(byte[] prefix, int length) {
        return bytes.length >= length && Arrays.equals(bytes, 0, length, prefix, 0, length);
    }

    boolean endsWith(Key suffix, int offset) {
        return Arrays.equals(bytes, offset, bytes.length, suffix.bytes, 0, suffix.bytes.length);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Only the size: the bytes may hold personal data, and this may end up in a log. */
    @Override
    public String toString() {
        return "Key[" + bytes.length + " bytes]";
    }
}
