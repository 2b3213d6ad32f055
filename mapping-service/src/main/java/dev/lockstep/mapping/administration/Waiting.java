package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.SweepStore;
import java.util.List;

/**
 * What this service has still to do: records to read, and settings, assignments and walks that were accepted and have not led
 * to records yet. Zero means that everything accepted so far is decided and published.
 */
public final class Waiting {
    private static final String GROUP = "mapping";
    private static final List<String> INPUT = List.of(Topic.DIRECTORY_CHANGES.topicName(), Topic.DIRECTORY_REEVALUATE.topicName());
    private static final int COUNTED = 1000;

    private final ConsumerLag lag;
    private final AppStore apps;
    private final AssignmentStore assignments;
    private final SweepStore sweeps;

    public Waiting(ConsumerLag lag, AppStore apps, AssignmentStore assignments, SweepStore sweeps) {
        this.lag = lag;
        this.apps = apps;
        this.assignments = assignments;
        this.sweeps = sweeps;
    }

    /** Read from the first cause to the last effect: what moves on meanwhile is counted twice rather than never. */
    public long count() {
        long causes = apps.withOutbox().size() + assignments.unsettled(COUNTED).size() + sweeps.open();
        return causes + lag.of(GROUP, INPUT);
    }
}
