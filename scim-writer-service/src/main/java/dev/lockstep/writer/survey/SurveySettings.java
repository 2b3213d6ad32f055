package dev.lockstep.writer.survey;

import java.time.Duration;
import java.util.List;

/**
 * @param poll how often work that nobody has in hand, and the schedule, are looked at
 * @param lease how long a replica may be silent before another one takes its work
 * @param patience how long a target may be away before a reconciliation ends as failed
 * @param retryWaits after a call that did not work; then the reconciliation ends as failed
 * @param findingsKept how long findings are kept
 */
public record SurveySettings(Duration poll, Duration lease, Duration patience, List<Duration> retryWaits, Duration findingsKept) {
    public static final SurveySettings STANDARD = new SurveySettings(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(15),
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15)), Duration.ofDays(30));
}
