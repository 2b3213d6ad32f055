package dev.lockstep.ingest.source;

import dev.lockstep.ingest.TestStore;

class MongoSourcesIT extends SourcesContract {
    @Override
    Sources create() {
        return new MongoSources(TestStore.database());
    }
}
