package dev.lockstep.ingest.leaver;

class InMemoryHeldLeaversTest extends HeldLeaversContract {
    @Override
    HeldLeavers create() {
        return new InMemoryHeldLeavers();
    }
}
