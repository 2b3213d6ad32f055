package dev.lockstep.kit.publish;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The slot of a key: murmur2 modulo 256, fixed for ever. A partition is the slot modulo the partition count, which must
 * divide 256, so that adding partitions never splits a slot between two of them.
 */
public final class Slots {
    public static final int COUNT = 256;

    private Slots() {
    }

    public static int slot(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % COUNT;
    }

    public static int partition(int slot, int partitions) {
        return slot % partitions;
    }
}
