package dev.lockstep.mapping.replay;

import dev.lockstep.mapping.replay.Item.Settled;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay.Counts;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.Wait;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays and their items. Every step may be repeated. */
public interface ReplayStore {
    /** Stores a new one. */
    void open(Replay replay);

    Optional<Replay> byId(String id);

    /** Newest first. @param before an id; those that are older than it, or all */
    List<Replay> page(@Nullable String before, int limit);

    /** Adds items to one that collects; those that it has stay as they are. */
    void add(String id, Collection<Wanted> items);

    /**
     * From now on it is run.
     *
     * @return false when it did not collect
     */
    boolean begin(String id, Instant at);

    /** @return false when it had ended */
    boolean cancel(String id, String by, Instant at);

    /** Those with something left to do that nobody else holds; takes a hold on each until the given time. */
    List<Replay> claim(String owner, Instant now, Instant until);

    /** Items of an app that were not sent, in order. */
    List<Item> waiting(String id, String app, int limit);

    /** They are on the topic; what is settled already stays so. */
    void sent(String id, Collection<Item> items);

    /** How many of an app are sent and not settled. */
    long inFlight(String id, String app);

    /** What is sent and not settled is to be sent once more. */
    void again(String id, String app);

    /** Settles everything of an app that is not. */
    void settleApp(String id, String app, Result result, String code, Instant at);

    /** Settles items; the replays that they are of are looked at again, also those that have ended. */
    void settle(Collection<Settled> items);

    /** The items as they are. */
    Counts count(String id);

    /**
     * Notes how far a replay is.
     *
     * @param as the replay as it was read
     * @param endedAt set when it is done
     * @return false when somebody else holds it now, or its state is another
     */
    boolean progress(Replay as, String owner, Counts counts, List<Wait> waitsFor, @Nullable Instant endedAt);

    void told(String id, int told);

    /** Nothing is left to do for one that ended, unless items were settled since it was read. */
    void rest(Replay as);

    /**
     * A page of the report, in order of {@link Item#key}.
     *
     * @param result null for all
     */
    List<Item> items(String id, @Nullable Result result, @Nullable String after, int limit);

    /** Ids of those that collect since before a time, and of those that ended before a time. */
    List<String> expired(Instant collectingBefore, Instant endedBefore, int limit);

    /** Removes some of the items. @return whether there were any */
    boolean clear(String id, int limit);

    void forget(String id);
}
