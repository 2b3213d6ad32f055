package dev.lockstep.ingest.row;

import dev.lockstep.ingest.TestStore;

class MongoRowBookIT extends RowBookContract {
    @Override
    RowBook create() {
        return new MongoRowBook(TestStore.database());
    }
}
