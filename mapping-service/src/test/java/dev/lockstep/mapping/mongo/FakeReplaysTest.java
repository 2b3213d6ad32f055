package dev.lockstep.mapping.mongo;

import dev.lockstep.mapping.fakes.InMemoryReplays;
import dev.lockstep.mapping.replay.ReplayStore;

/** The fake keeps what the store promises. */
class FakeReplaysTest extends ReplayStoreContract {
    @Override
    ReplayStore replays() {
        return new InMemoryReplays();
    }
}
