package dev.lockstep.writer.delivery;

/** The removals of all apps within the last while, counted by all replicas together. Times are epoch milliseconds. */
public interface Removals {
    /** Counts a removal; the same operation counts once. */
    void note(String app, String opId, long at);

    /** It is not carried out after all. */
    void forget(String opId);

    /** How many of an app are counted since this time. */
    long since(String app, long from);

    /** Drops what was counted of an app that is gone. */
    void removeApp(String app);

    /** Drops what was counted before this time. */
    void dropBefore(long time);
}
