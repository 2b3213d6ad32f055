package dev.lockstep.contracts;

/**
 * The end of an enumeration, sent once to every partition: behind it no desire of this sync follows on that partition. On
 * {@code directory.reevaluate} it tells the mapping service, on {@code account.desired} the writer, that the partition is
 * through.
 *
 * @param partition the partition that it was sent to
 * @param partitions how many there are
 */
public record SyncMarker(String app, String syncId, int partition, int partitions) implements Message {

    /** Key on the compacted topic: one marker per app and partition is kept. */
    public String key() {
        return "~marker/" + app + "/" + partition;
    }
}
