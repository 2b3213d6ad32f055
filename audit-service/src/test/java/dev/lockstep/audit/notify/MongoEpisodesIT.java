package dev.lockstep.audit.notify;

import dev.lockstep.audit.TestStore;

class MongoEpisodesIT extends EpisodesContract {
    @Override
    Episodes fresh() {
        return new MongoEpisodes(TestStore.database(), QUIET);
    }
}
