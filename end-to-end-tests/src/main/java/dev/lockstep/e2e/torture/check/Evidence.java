package dev.lockstep.e2e.torture.check;

import dev.lockstep.e2e.torture.story.Story;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that the witnesses of a run say.
 *
 * @param accepted causes of the events that ingest answered with 202 for
 * @param rejected ids of the events that ingest refused
 * @param facts the audit's whole export
 * @param blows when writers were killed or stopped
 * @param parked messages on parking topics
 * @param leaks where a canary was found that must not be there
 * @param bounds what grew beyond its bound, in words
 * @param restSeconds from the last fault's end until everything was at rest; -1 when it never was
 * @param restLimitSeconds how long that may take
 */
public record Evidence(
        Story story,
        Set<String> accepted,
        Set<String> rejected,
        List<Application> applications,
        List<Fact> facts,
        List<Blow> blows,
        int parked,
        Map<String, String> leaks,
        Map<String, String> bounds,
        long restSeconds,
        long restLimitSeconds) {}
