package dev.lockstep.writer.config;

import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.metrics.MeterSpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the writer measures. */
@Configuration(proxyBeanMethods = false)
class WriterMeters {
    static final MeterSpec DESIRES = MeterSpec.counter("lockstep.writer.desires", "messages", "Desired accounts that were taken from the topic.");
    static final MeterSpec QUEUED = MeterSpec.gauge("lockstep.writer.queued", "accounts", "Accounts that wait in this process for their turn.");
    static final MeterSpec IN_FLIGHT = MeterSpec.gauge("lockstep.writer.in.flight", "accounts", "Accounts that are being written now.");
    static final MeterSpec ENDINGS = MeterSpec.counter("lockstep.writer.endings", "attempts",
            "Attempts by how they ended: the action's result, or applied, recalled, retrying, parked, held.", "app", "ending");
    static final MeterSpec CALLS = MeterSpec.timer("lockstep.writer.calls", "How long the last call of an attempt to the application took.", "app", "method");
    static final MeterSpec RECONCILIATIONS = MeterSpec.counter("lockstep.writer.reconciliations", "runs",
            "Reconciliations with the target that ended, by how: done, failed, cancelled.", "app", "state");
    static final MeterSpec FINDINGS = MeterSpec.counter("lockstep.writer.reconciliation.findings", "findings",
            "What reconciliations found: drift, vanished, orphan, duplicate.", "app", "kind");

    @Bean
    static MeterCatalog writerMeterCatalog() {
        return MeterCatalog.of(DESIRES, QUEUED, IN_FLIGHT, ENDINGS, CALLS, RECONCILIATIONS, FINDINGS);
    }
}
