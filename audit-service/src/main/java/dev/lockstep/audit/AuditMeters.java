package dev.lockstep.audit;

import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.metrics.MeterSpec;

/** What the audit measures. */
public final class AuditMeters {
    public static final MeterSpec RECORDED = MeterSpec.counter("lockstep.audit.recorded", "facts", "Facts that were added to the ledger.");
    public static final MeterSpec REPEATED = MeterSpec.counter("lockstep.audit.repeated", "facts",
            "Facts that came again and were in the ledger already, as happens after a restart.");
    public static final MeterSpec LATENCY = MeterSpec.timer("lockstep.audit.latency",
            "From the moment ingest accepted a change until the application confirmed the write; live changes only, no initial sync.");
    public static final MeterSpec MAILS = MeterSpec.counter("lockstep.audit.mails", "mails",
            "Notifications by what became of them: sent, postponed or skipped.", "result");
    public static final MeterSpec WEBHOOKS = MeterSpec.counter("lockstep.audit.webhooks", "calls",
            "Webhook calls by what became of them: sent, postponed, skipped or gaveUp.", "result");
    static final MeterCatalog CATALOG = MeterCatalog.of(RECORDED, REPEATED, LATENCY, MAILS, WEBHOOKS);

    private AuditMeters() {
    }
}
