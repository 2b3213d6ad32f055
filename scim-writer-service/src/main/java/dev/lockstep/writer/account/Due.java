package dev.lockstep.writer.account;

/**
 * The values of {@code dueAt}: a time in epoch milliseconds, or one of two regions far in the future. A settled row keeps the
 * time of its last fact in it, so that a new owner finds what may not have been relayed by the same index.
 */
public final class Due {
    /** Year 4000: waits until its app may be called again. */
    public static final long PARKED = 64_060_588_800_000L;
    /** Nothing to do. */
    public static final long SETTLED = 200_000_000_000_000L;

    private Due() {
    }

    /** Among parked rows the urgent ones come first, and the older ones of the same urgency. @param urgency 0 is first */
    public static long parked(int urgency, long now) {
        return PARKED + urgency * URGENCY + now;
    }

    /** More than any time of this millennium. */
    private static final long URGENCY = 10_000_000_000_000L;

    public static long settled(long now) {
        return SETTLED + now;
    }
}
