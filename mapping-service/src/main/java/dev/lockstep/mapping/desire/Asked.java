package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why an object is decided now; several records of one batch about one object become one.
 *
 * @param positions of all these records
 * @param trigger position of the last of them
 * @param removals of a batch that was counted beforehand: how many accounts it removes; else null
 * @param sourceAt time of the newest source event among them
 */
public record Asked(
        Set<String> positions,
        String trigger,
        List<String> causes,
        Lane lane,
        @Nullable String syncId,
        @Nullable String requestId,
        String initiator,
        Instant sourceAt,
        Instant acceptedAt,
        @Nullable Integer removals) {

    /** Nobody counted. */
    public Asked(Set<String> positions, String trigger, List<String> causes, Lane lane, @Nullable String syncId, @Nullable String requestId,
            String initiator, Instant sourceAt, Instant acceptedAt) {
        this(positions, trigger, causes, lane, syncId, requestId, initiator, sourceAt, acceptedAt, null);
    }

    private static final int MOST_CAUSES = 20;
    /** How the requestId of a replay begins; it is the replay's id. */
    public static final String REPLAY = "replay-";

    public static boolean isReplay(@Nullable String requestId) {
        return requestId != null && requestId.startsWith(REPLAY);
    }

    /**
     * Whether nothing else can have been read when this record was the last: only the records of one partition always come again
     * in the same order.
     */
    boolean endsAt(String record) {
        String partition = record.substring(0, record.indexOf('@') + 1);
        return trigger.equals(record) && positions.stream().allMatch(position -> position.startsWith(partition));
    }

    /** This and a later record. Somebody who waits for an answer gets it: only the requests of replays give way. */
    public Asked and(Asked later) {
        Set<String> all = new TreeSet<>(positions);
        all.addAll(later.positions);
        List<String> ids = new ArrayList<>(causes);
        later.causes.stream().filter(id -> !ids.contains(id)).forEach(ids::add);
        boolean newer = !later.sourceAt.isBefore(sourceAt);
        return new Asked(all, later.trigger, ids.subList(Math.max(0, ids.size() - MOST_CAUSES), ids.size()),
                lane.compareTo(later.lane) <= 0 ? lane : later.lane,
                later.syncId != null ? later.syncId : syncId,
                later.requestId == null || isReplay(later.requestId) && requestId != null && !isReplay(requestId) ? requestId : later.requestId,
                later.initiator, newer ? later.sourceAt : sourceAt, newer ? later.acceptedAt : acceptedAt,
                removals == null || later.removals != null && later.removals > removals ? later.removals : removals);
    }
}
