package dev.lockstep.ingest;

import io.micrometer.core.instrument.MeterRegistry;

/** What was taken and what was not, per source. */
public final class Counters {
    private final MeterRegistry meters;

    public Counters(MeterRegistry meters) {
        this.meters = meters;
    }

    public void count(String source, long accepted, long duplicates, long rejected) {
        add("lockstep.ingest.accepted", source, accepted);
        add("lockstep.ingest.duplicates", source, duplicates);
        add("lockstep.ingest.rejected", source, rejected);
    }

    private void add(String name, String source, long count) {
        if (count > 0) {
            meters.counter(name, "source", source).increment(count);
        }
    }
}
