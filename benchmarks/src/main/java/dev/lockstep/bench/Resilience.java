package dev.lockstep.bench;

import dev.lockstep.bench.target.Conduct.Counting;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured about failures; null, or without any, for sections that were not. Each has {@code doubts}: why its figures are not valid,
 * empty when they are.
 *
 * @param directory people in it at the end
 */
public record Resilience(
        int directory, List<Allowance> allowances, @Nullable Outage outage, @Nullable Isolation isolation, @Nullable Replay replay, @Nullable Leaver leaver) {

    /**
     * One app during one phase.
     *
     * @param perSecond writes a second at the target, of the stream's changes
     * @param confirmed from accepted to confirmed, in milliseconds, as the audit trail has it
     * @param written from the planned time of the post to the write in the target, in milliseconds
     * @param missing changes without a confirmed write in the audit trail
     */
    public record AppRun(String app, double perSecond, Distribution confirmed, Distribution written, int missing) {
    }

    /**
     * A stream and what became of it.
     *
     * @param pooled of all the apps together, from accepted to confirmed
     * @param answer from the planned time to 202, in milliseconds
     * @param lag how late the load generator sent, in milliseconds
     * @param lockstepCpuPercent of one core; of the targets and of the load generator likewise
     * @param busyPercent how much of all cores was in use, by everything on the machine
     */
    public record Phase(
            String name, List<AppRun> apps, Distribution pooled, Distribution answer, Distribution lag, int lockstepCpuPercent, int targetCpuPercent,
            int generatorCpuPercent, int busyPercent) {
    }

    /**
     * @param perSecond people a second, each with a write to each app
     * @param queued accounts that waited for the app that hangs when the second stream began
     * @param queuedAfter when it ended
     * @param hangingCalls calls that the app left hanging during the stream
     * @param hangingStatus of its job at the end of the stream
     * @param throughputRatio the lowest of the other apps, hanging over baseline
     * @param p99Ratio the highest of the other apps; {@code pooledP99Ratio} of all their writes together
     */
    public record Isolation(
            int perSecond, int apps, long queued, long queuedAfter, int hangingCalls, String hangingStatus, Phase baseline, Phase hanging, double throughputRatio,
            double p99Ratio, double pooledP99Ratio, List<String> doubts) {
    }

    /**
     * @param loadSeconds from the first of the changes that make up the backlog until all of them waited
     * @param waitingBefore accounts that waited when the first person left; {@code waitingAfter} when the last was disabled
     * @param writesPerSecond that the target took meanwhile; {@code configuredPerSecond} that it can take at most
     * @param seconds from accepted to the write of {@code active: false}, in the order in which they left
     * @param missing who was not disabled within the wait
     */
    public record Leaver(
            int people, double loadSeconds, long waitingBefore, long waitingAfter, double writesPerSecond, double configuredPerSecond, Distribution seconds,
            List<Double> each, int missing, List<String> doubts) {
    }

    /**
     * @param calls that the target took in the measured time, by method
     * @param utilisation of what it allows
     * @param refused 429 answers in the whole run; {@code refusedInWindow} in the measured time
     * @param most calls in any second
     * @param waitingAfter accounts that still waited at the end
     */
    public record Allowance(
            Counting counting, int perSecond, double seconds, Map<String, Long> calls, double utilisation, long refused, long refusedInWindow, int most, long waitingAfter,
            List<String> doubts) {
    }

    /**
     * @param callsDuring that reached the target while it answered 503
     * @param statusAtEnd of the job when the target came back
     * @param firstCallSeconds from then to the first call; {@code catchUpSeconds} to the last person's newest value
     * @param writesPerUser how many people had so many writes after the outage
     * @param stale people whose newest value never came
     */
    public record Outage(
            int people, int changes, double outageSeconds, long callsDuring, String statusAtEnd, double firstCallSeconds, double catchUpSeconds,
            SortedMap<Integer, Long> writesPerUser, int stale, List<String> doubts) {
    }

    /**
     * @param preview what the dry run said; {@code result} what the replay did, both without what is zero
     * @param perSecond asked for; {@code seconds} until it was done
     * @param baseline live traffic without a replay; {@code during} with it
     * @param p99Ratio the highest of the apps, during over baseline
     * @param cancel of a second replay
     * @param liveDoubts about the live traffic alone
     */
    public record Replay(
            int people, long failures, double previewSeconds, SortedMap<String, Long> preview, SortedMap<String, Long> result, int perSecond, double seconds,
            long accountsMended, Phase baseline, Phase during, double p99Ratio, @Nullable Cancel cancel, List<String> liveDoubts, List<String> doubts) {
    }

    /**
     * @param matched failures of the cancelled replay
     * @param doneAtCancel items settled when it was cancelled; {@code callsBefore} and {@code callsAfter} the target's
     * @param answeredSeconds from the request to its answer
     * @param lastCallSeconds from the request to the last call that reached the target; 0 when none did after it
     * @param stateSeconds from the request until the replay says cancelled
     * @param leftFailing failures that it left
     */
    public record Cancel(
            long matched, long doneAtCancel, long callsBefore, long callsAfter, double answeredSeconds, double lastCallSeconds, double stateSeconds,
            String state, long leftFailing) {
    }
}
