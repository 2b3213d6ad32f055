package dev.lockstep.writer.account;

class InMemoryWorkTableTest extends WorkTableContract {
    @Override
    WorkTable table() {
        return new InMemoryWorkTable();
    }

    @Override
    SlotTable slots() {
        return new InMemorySlotTable();
    }
}
