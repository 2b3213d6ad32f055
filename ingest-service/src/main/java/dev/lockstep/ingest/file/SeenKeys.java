package dev.lockstep.ingest.file;

import dev.lockstep.ingest.ContentHash;
import java.util.Arrays;

/** The keys of a file, as 64 bits of hash each: 16 bytes per row, so that a file of a million rows fits anywhere. */
final class SeenKeys {
    private long[] slots = new long[1 << 12];
    private int size;

    /** @return false when it was there */
    boolean add(String key) {
        if (size * 2 >= slots.length) {
            grow();
        }
        return put(slots, bits(key)) && ++size > 0;
    }

    boolean contains(String key) {
        long bits = bits(key);
        int mask = slots.length - 1;
        for (int i = (int) bits & mask; slots[i] != 0; i = i + 1 & mask) {
            if (slots[i] == bits) {
                return true;
            }
        }
        return false;
    }

    /** 0 marks an empty slot. */
    private static long bits(String key) {
        long bits = ContentHash.bits(key);
        return bits == 0 ? 1 : bits;
    }

    private static boolean put(long[] into, long bits) {
        int mask = into.length - 1;
        int i = (int) bits & mask;
        while (into[i] != 0) {
            if (into[i] == bits) {
                return false;
            }
            i = i + 1 & mask;
        }
        into[i] = bits;
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        Arrays.stream(slots).filter(bits -> bits != 0).forEach(bits -> put(larger, bits));
        slots = larger;
    }
}
