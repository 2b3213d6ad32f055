package dev.lockstep.audit.recording;

import dev.lockstep.audit.AuditMeters;
import dev.lockstep.audit.fact.Action;
import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.fact.Facts;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.notify.FailureWatch;
import dev.lockstep.contracts.Lane;
import dev.lockstep.kit.consume.Inbox;
import dev.lockstep.kit.consume.Received;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Turns a batch of messages into facts, writes them in one go, and then looks for failures to tell about. */
public final class Recorder implements Inbox.Handler {
    private final Ledger ledger;
    private final FailureWatch watch;
    private final Counter recorded;
    private final Counter repeated;
    private final Timer latency;

    public Recorder(Ledger ledger, FailureWatch watch, MeterRegistry meters) {
        this.ledger = ledger;
        this.watch = watch;
        recorded = AuditMeters.RECORDED.counterIn(meters);
        repeated = AuditMeters.REPEATED.counterIn(meters);
        latency = AuditMeters.LATENCY.timerIn(meters);
    }

    @Override
    public void handle(List<Received> batch) {
        List<Fact> facts = new ArrayList<>(batch.size());
        for (Received record : batch) {
            if (record.envelope() != null) {
                Facts.of(record.envelope()).ifPresent(facts::add);
            }
        }
        if (facts.isEmpty()) {
            return;
        }
        Set<String> added = ledger.append(facts);
        watch.saw(facts, added);
        recorded.increment(added.size());
        repeated.increment(facts.size() - (double) added.size());
        for (Fact fact : facts) {
            if (fact.latencyMs() != null && fact.status().equals(Action.SUCCESS) && Lane.LIVE.name().equals(fact.lane())
                    && added.contains(fact.id())) {
                latency.record(fact.latencyMs(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
