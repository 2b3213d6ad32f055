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
    EXPRESSIONS("expressions"),
    /** One app hangs with many changes queued; how the others fare. Only when asked for, as all that follow. */
    ISOLATION("isolation"),
    /** How soon people who leave are disabled while a great many updates wait. */
    LEAVER("leaver"),
    /** How much of a target's allowance is used. */
    ALLOWANCE("allowance"),
    /** How soon, and with how many writes, an app catches up after an outage. */
    OUTAGE("outage"),
    /** Failures replayed beside live traffic, and a replay that is cancelled. */
    REPLAY("replay");

    private final String option;

    Section(String option) {
        this.option = option;
    }

    /** Those of the default run. */
    static Set<Section> ofTheSystem() {
        return EnumSet.range(INGEST, IDLE);
    }

    /** Those that measure what failures do. */
    static Set<Section> aboutFailures() {
        return EnumSet.range(ISOLATION, REPLAY);
    }

    @Override
    public String toString() {
        return option;
    }
}
