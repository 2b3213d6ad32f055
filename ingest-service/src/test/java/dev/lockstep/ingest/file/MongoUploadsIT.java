package dev.lockstep.ingest.file;

import dev.lockstep.ingest.TestStore;

class MongoUploadsIT extends UploadsContract {
    @Override
    Uploads create() {
        return new MongoUploads(TestStore.database());
    }
}
