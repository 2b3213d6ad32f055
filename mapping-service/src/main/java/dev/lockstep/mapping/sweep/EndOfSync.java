package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.planning.DecideBatch.SyncEnds;
import dev.lockstep.mapping.planning.SweepStore;
import java.time.Clock;

/**
 * Collects the partitions that a sync is through with. When all are there the writer is told, on each of its partitions,
 * that no desire of this sync follows.
 */
public final class EndOfSync implements SyncEnds {
    private final SweepStore sweeps;
    private final Publisher publisher;
    private final Clock clock;

    public EndOfSync(SweepStore sweeps, Publisher publisher, Clock clock) {
        this.sweeps = sweeps;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void reached(SyncMarker marker) {
        sweeps.evaluated(marker.syncId(), marker.partition(), marker.partitions())
                .filter(sweep -> sweep.allEvaluated() && !sweep.markersSent())
                .ifPresent(sweep -> {
                    int partitions = publisher.partitions(Topic.ACCOUNT_DESIRED);
                    publisher.publish(SweepRunner.markers(
                            Topic.ACCOUNT_DESIRED, marker.app(), marker.syncId(), partitions, clock.instant()));
                    sweeps.markersSent(sweep.id());
                });
    }
}
