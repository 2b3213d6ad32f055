package dev.lockstep.writer.delivery;

/** Which partitions of {@code account.desired} have been read to the end of an enumeration. */
public interface SyncMarks {
    void seen(String app, String syncId, int partition, int partitions);

    boolean complete(String app, String syncId);

    void removeApp(String app);
}
