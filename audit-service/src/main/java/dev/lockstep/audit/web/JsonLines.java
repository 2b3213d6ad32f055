package dev.lockstep.audit.web;

import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.ledger.FactJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** One JSON document per line. */
final class JsonLines implements Rows {
    private final Writer out;

    JsonLines(Writer out) {
        this.out = out;
    }

    @Override
    public void accept(Fact fact) {
        line(FactJson.write(fact));
    }

    @Override
    public void end() {
        // Nothing is held back.
    }

    @Override
    public void breakOff() {
        line("{\"error\":\"" + INCOMPLETE + "\"}");
    }

    private void line(String text) {
        try {
            out.write(text);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
