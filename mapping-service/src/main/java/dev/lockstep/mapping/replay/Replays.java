package dev.lockstep.mapping.replay;

import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay.Kind;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What people and the console do with replays. */
public final class Replays {
    public static final int USUAL_PER_SECOND = 50;
    public static final int MOST_PER_SECOND = 1000;
    private static final int RADIX = 36;

    private final ReplayStore store;
    private final Clock clock;
    private final Runnable nudge;

    /** @param nudge has the runner look at once */
    public Replays(ReplayStore store, Clock clock, Runnable nudge) {
        this.store = store;
        this.clock = clock;
        this.nudge = nudge;
    }

    /**
     * Begins to collect.
     *
     * @param perSecond 1 to {@value #MOST_PER_SECOND}; null for {@value #USUAL_PER_SECOND}
     */
    public Replay open(Kind kind, Map<String, @Nullable Object> filter, @Nullable Integer perSecond, @Nullable String reason, String by) {
        Instant now = clock.instant();
        Replay replay = Replay.collecting(id(now), kind, filter, reason, rate(perSecond), by, now);
        store.open(replay);
        return replay;
    }

    /** The rate that is meant, or a refusal. */
    static int rate(@Nullable Integer perSecond) {
        int rate = perSecond == null ? USUAL_PER_SECOND : perSecond;
        if (rate < 1 || rate > MOST_PER_SECOND) {
            throw Problem.invalid("The rate is out of range.", "Send a perSecond between 1 and " + MOST_PER_SECOND + ".", List.of(
                    new Problem.Detail("/perSecond", "out-of-range", "It must be between 1 and " + MOST_PER_SECOND + ".")));
        }
        return rate;
    }

    /** In the order of time, also as text. */
    private static String id(Instant now) {
        String time = Long.toString(now.toEpochMilli(), RADIX);
        return Asked.REPLAY + "0".repeat(Math.max(0, 9 - time.length())) + time + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    public void add(String id, Collection<Wanted> items) {
        collecting(id);
        store.add(id, items);
    }

    /** Beginning twice is beginning once. */
    public Replay begin(String id) {
        if (!store.begin(id, clock.instant()) && get(id).state() == State.CANCELLED) {
            throw Problem.conflict("replay-ended", "The replay was cancelled.", "Ask for a new one.");
        }
        nudge.run();
        return get(id);
    }

    private void collecting(String id) {
        if (get(id).state() != State.COLLECTING) {
            throw Problem.conflict("replay-begun", "Nothing can be added to a replay that has begun.", "Ask for a new one.");
        }
    }

    /** One that has ended stays as it ended. */
    public Replay cancel(String id, String by) {
        get(id);
        store.cancel(id, by, clock.instant());
        nudge.run();
        return get(id);
    }

    public Replay get(String id) {
        return store.byId(id).orElseThrow(() -> Problem.notFound("The replay", "List the replays with GET /api/v1/replays; they are kept for 90 days."));
    }

    public List<Replay> page(@Nullable String before, int limit) {
        return store.page(before, limit);
    }

    public List<Item> items(String id, @Nullable Result result, @Nullable String after, int limit) {
        get(id);
        return store.items(id, result, after, limit);
    }
}
