package dev.lockstep.mapping.planning;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks over everybody of an app: the enumeration of a sync, or the re-evaluation after a change of its rules. */
public interface SweepStore {
    /**
     * @param syncId set when the walk is a sync
     * @param cursor last object id that was walked over, of a group with a sign before it; a new process goes on behind it
     * @param total persons and groups for whom something will be published, so far
     * @param ended whether the walk is through
     * @param evaluated partitions whose owner has decided everything that the walk asked for
     * @param partitions how many there are; 0 before the walk ended
     * @param markersSent whether {@code account.desired} has been told of the end
     */
    record Sweep(
            String id, String app, @Nullable String syncId, String initiator, Instant startedAt, @Nullable String cursor,
            long total, boolean ended, Set<Integer> evaluated, int partitions, boolean markersSent) {

        public static Sweep fresh(String id, String app, @Nullable String syncId, String initiator, Instant at) {
            return new Sweep(id, app, syncId, initiator, at, null, 0, false, Set.of(), 0, false);
        }

        public boolean allEvaluated() {
            return partitions > 0 && evaluated.size() >= partitions;
        }
    }

    /** Does nothing when it exists. */
    void begin(Sweep sweep);

    Optional<Sweep> byId(String id);

    /** Walks that are not through and that nobody else holds; takes a hold on each until the given time. */
    List<Sweep> claim(String owner, Instant now, Instant until);

    /**
     * Notes progress and prolongs the hold.
     *
     * @return false when somebody else holds it now, or it was cancelled
     */
    boolean advance(String id, String owner, @Nullable String cursor, long total, Instant until);

    /** @return false when somebody else holds it now, or it was cancelled */
    boolean end(String id, String owner, long total, int partitions);

    /** Adds a partition whose owner met the marker, and gives the walk as it is then. */
    Optional<Sweep> evaluated(String id, int partition, int partitions);

    void markersSent(String id);

    /** Notes how many accounts the walk will remove, counted before its first page. */
    void counted(String id, int removals);

    /** What was noted; empty before. */
    OptionalInt removals(String id);

    /** How many walks are not through. */
    long open();

    /**
     * Ends other walks of the app, because a newer one takes their place.
     *
     * @param syncsToo whether syncs end as well; a sync ends only for another sync, or with the app
     */
    void cancelOthers(String app, String keep, boolean syncsToo);
}
