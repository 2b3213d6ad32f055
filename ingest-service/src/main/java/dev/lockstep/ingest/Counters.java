package dev.lockstep.ingest;

import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.metrics.MeterSpec;
import io.micrometer.core.instrument.MeterRegistry;

/** What was taken and what was not, per source. */
public final class Counters {
    static final MeterSpec ACCEPTED = MeterSpec.counter("lockstep.ingest.accepted", "events",
            "Events and rows that were taken: they are on the topic.", "source");
    static final MeterSpec DUPLICATES = MeterSpec.counter("lockstep.ingest.duplicates", "events",
            "Events and rows that were taken before, with the same content; they had no further effect.", "source");
    static final MeterSpec REJECTED = MeterSpec.counter("lockstep.ingest.rejected", "events",
            "Events and rows that were refused; the activities tell each with its reason.", "source");
    static final MeterCatalog CATALOG = MeterCatalog.of(ACCEPTED, DUPLICATES, REJECTED);

    private final MeterRegistry meters;

    public Counters(MeterRegistry meters) {
        this.meters = meters;
    }

    public void count(String source, long accepted, long duplicates, long rejected) {
        add(ACCEPTED, source, accepted);
        add(DUPLICATES, source, duplicates);
        add(REJECTED, source, rejected);
    }

    private void add(MeterSpec what, String source, long count) {
        if (count > 0) {
            what.counterIn(meters, source).increment(count);
        }
    }
}
