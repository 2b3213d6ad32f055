package dev.lockstep.console.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The job of an app, as mapping and writer together know it.
 *
 * @param status {@code off}, {@code initialSync}, {@code steady}, {@code paused} or {@code quarantined}
 * @param idle nothing is under way but what failed, is held or is parked
 * @param caughtUpTo time of the newest source event that is settled, RFC 3339
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Job(String status, @Nullable Reason reason, @Nullable String syncId, Progress progress, Backlog backlog,
        boolean idle, @Nullable String caughtUpTo, Links links) {

    public record Reason(String code, String message) {
    }

    /**
     * @param total people and groups in scope, as far as they are enumerated
     * @param totalKnown whether {@code total} is final
     * @param done settled, failed ones included
     * @param perSecond of late
     * @param etaSeconds null when unknown
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Progress(long total, boolean totalKnown, long done, long failed, double perSecond, @Nullable Long etaSeconds) {
    }

    /**
     * @param directory changes and re-evaluations that mapping has yet to read
     * @param mapping desires that the writer has yet to read
     * @param writer accounts to write now
     * @param retrying accounts that failed and are due again later
     */
    public record Backlog(long directory, long mapping, long writer, long retrying, long held, long parked) {
        boolean isEmpty() {
            return directory + mapping + writer + retrying == 0;
        }
    }

    public record Links(String activities, String failures) {
    }
}
