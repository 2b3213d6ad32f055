package dev.lockstep.writer.delivery;

class InMemorySafeguardStoresTest extends SafeguardStoresContract {
    @Override
    Removals removals() {
        return new InMemoryRemovals();
    }

    @Override
    Approvals approvals() {
        return new InMemoryApprovals();
    }
}
