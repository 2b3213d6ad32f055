package dev.lockstep.bench;

import java.util.EnumSet;
import java.util.Set;

/** A part of the benchmark that can run alone. */
enum Section {
    /** Accepted events a second. */
    INGEST("ingest"),
    /** Initial sync into the stub, answering at once. */
    STUB_0("stub-0"),
    /** Initial sync into the stub, answering after 20 ms. */
    STUB_20("stub-20"),
    /** Initial sync into the stub, answering after 50 ms. */
    STUB_50("stub-50"),
    /** Initial sync into a real server. */
    REAL("real"),
    /** From accepted to confirmed, at a steady rate. */
    LATENCY("latency"),
    /** What it costs while nothing happens. */
    IDLE("idle"),
    /** The mapping engine beside other expression languages; needs no Lockstep, so it runs only when asked for. */
    EXPRESSIONS("expressions");

    private final String option;

    Section(String option) {
        this.option = option;
    }

    /** Those that measure a running Lockstep. */
    static Set<Section> ofTheSystem() {
        return EnumSet.complementOf(EnumSet.of(EXPRESSIONS));
    }

    @Override
    public String toString() {
        return option;
    }
}
