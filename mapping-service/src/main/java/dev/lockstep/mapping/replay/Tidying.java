package dev.lockstep.mapping.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Removes replays that ended long ago, and those whose collecting was left off. Any replica may do it; half of it is no harm. */
public final class Tidying {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Duration COLLECTING = Duration.ofHours(1);
    private static final Duration EACH = Duration.ofMinutes(10);
    private static final int REPLAYS = 50;
    private static final int ITEMS = 1000;

    private final ReplayStore store;
    private final Clock clock;
    private Instant lastAt = Instant.EPOCH;

    public Tidying(ReplayStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Does it now and then. */
    public void run() {
        Instant now = clock.instant();
        if (Duration.between(lastAt, now).compareTo(EACH) < 0) {
            return;
        }
        List<String> ids;
        do {
            ids = store.expired(now.minus(COLLECTING), now.minus(KEPT), REPLAYS);
            for (String id : ids) {
                boolean more = true;
                while (more) {
                    more = store.clear(id, ITEMS);
                }
                store.forget(id);
            }
        } while (!ids.isEmpty());
        lastAt = now;
    }
}
