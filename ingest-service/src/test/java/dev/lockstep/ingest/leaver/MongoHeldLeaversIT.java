package dev.lockstep.ingest.leaver;

import dev.lockstep.ingest.TestStore;

class MongoHeldLeaversIT extends HeldLeaversContract {
    @Override
    HeldLeavers create() {
        return new MongoHeldLeavers(TestStore.database());
    }
}
