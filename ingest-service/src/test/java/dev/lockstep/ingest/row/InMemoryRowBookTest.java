package dev.lockstep.ingest.row;

class InMemoryRowBookTest extends RowBookContract {
    @Override
    RowBook create() {
        return new InMemoryRowBook();
    }
}
