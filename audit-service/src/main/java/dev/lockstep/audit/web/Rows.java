package dev.lockstep.audit.web;

import dev.lockstep.audit.fact.Fact;
import java.util.function.Consumer;

/** An export on its way out. A broken connection ends in {@link java.io.UncheckedIOException}. */
interface Rows extends Consumer<Fact> {
    /** Last row of an export that broke off, so that it is not taken for a whole one. */
    String INCOMPLETE = "EXPORT INCOMPLETE";

    /** Everything was written. */
    void end();

    /** The rest could not be read. */
    void breakOff();
}
