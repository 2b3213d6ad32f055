package dev.lockstep.writer.delivery;

class InMemorySafeguardStoresTest extends SafeguardStoresContract {
    @Override
    Removals removals() {
        return new InMemoryRemovals();
    }

    @Override
    Paces paces() {
        return new InMemoryPaces();
    }

    @Override
    Approvals approvals() {
        return new InMemoryApprovals();
    }
}
