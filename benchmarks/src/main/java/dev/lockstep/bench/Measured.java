package dev.lockstep.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was measured, by section. */
public final class Measured {

    /** The name of the default mapping set among the expressions. */
    static final String WHOLE_SET = "24 attributes";

    private Measured() {
    }

    /**
     * One run of events.
     *
     * @param perSecond accepted, until the last answer
     * @param cpuMsPerEvent CPU of the Lockstep process until the store was at rest: directory and audit trail are in it
     * @param commitsPerEvent commits of the store's file until then
     */
    public record IngestRun(double perSecond, double cpuMsPerEvent, double commitsPerEvent) {
    }

    /** @param batches each timed run; {@code singles} likewise with one event per request; medians of events a second */
    public record Ingest(int connections, List<IngestRun> batches, List<IngestRun> singles, double batchMedian, double singleMedian) {
    }

    /**
     * One initial sync.
     *
     * @param seconds from the start of the job until it was steady
     * @param ledgerSeconds from then until the store was at rest
     * @param cpuMsPerUser CPU of the Lockstep process, per user, until the store was at rest
     * @param targetCpuMsPerUser CPU of the target's process, per user
     * @param documentsPerUser documents written to the store by all services
     * @param commitsPerUser commits of the store's file
     * @param busyPercent how much of all cores was in use, by everything on the machine
     */
    public record SyncRun(
            double seconds, double usersPerSecond, double ledgerSeconds, double cpuMsPerUser, double targetCpuMsPerUser,
            double documentsPerUser, double commitsPerUser, int busyPercent) {
    }

    /** The bare client's run. */
    public record CeilingRun(double seconds, double usersPerSecond, int busyPercent) {
    }

    /**
     * @param delayMs the stub's wait before each answer; 0 for the real server too
     * @param bodyBytes mean size of the accounts that the bare client posts, equal to those that Lockstep made
     * @param ratio median of Lockstep over median of the bare client
     */
    public record Sync(
            String name, String target, int delayMs, int concurrency, int users, long bodyBytes, List<SyncRun> warmUps, List<SyncRun> runs,
            List<CeilingRun> ceilings, double usersPerSecond, double ceilingPerSecond, double ratio) {
    }

    /**
     * @param lockstep from accepted to confirmed, in milliseconds, as the audit trail has it
     * @param outside from the post's planned time to the time the stub put on the account, in milliseconds
     * @param answer how long ingest took to answer, in milliseconds
     * @param missing events without a confirmed write in the audit trail
     */
    public record Latency(
            int delayMs, int eventsPerSecond, int events, Distribution lockstep, Distribution outside, Distribution answer, int missing) {
    }

    /** @param cpuMsPerSecond CPU of the idle Lockstep process, in milliseconds per second */
    public record Idle(double seconds, double cpuMsPerSecond, double commitsPerSecond, double documentsPerSecond) {
    }

    /**
     * One expression, or the whole mapping set, in one language.
     *
     * @param nanoseconds for one user; {@code error} is half of the 99.9 % confidence interval
     * @param bytes allocated for one user
     */
    public record Evaluation(String expression, String language, double nanoseconds, double error, double bytes) {
    }

    /** @param aim as text; {@code met} null when it was not measured */
    public record Aim(String aim, String measured, @Nullable Boolean met) {
    }
}
