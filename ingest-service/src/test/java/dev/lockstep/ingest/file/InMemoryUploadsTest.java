package dev.lockstep.ingest.file;

class InMemoryUploadsTest extends UploadsContract {
    @Override
    Uploads create() {
        return new InMemoryUploads();
    }
}
