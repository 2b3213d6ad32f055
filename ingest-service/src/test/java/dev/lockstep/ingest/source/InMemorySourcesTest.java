package dev.lockstep.ingest.source;

class InMemorySourcesTest extends SourcesContract {
    @Override
    Sources create() {
        return new InMemorySources();
    }
}
