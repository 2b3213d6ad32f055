package dev.lockstep.audit.ledger;

class InMemoryLedgerTest extends LedgerContract {
    @Override
    Ledger fresh() {
        return new InMemoryLedger();
    }
}
