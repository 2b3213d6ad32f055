package dev.lockstep.audit.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.lockstep.audit.fact.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Facts as RFC 4180 CSV. Spreadsheets run a cell that begins like a formula, and names come from outside; such a cell gets a
 * leading apostrophe (OWASP, CSV injection). Lists stand as JSON in their cell.
 */
final class Csv implements Rows {
    private static final String[] HEADER = {"id", "time", "action", "status", "app", "objectId", "objectType", "userName", "initiator", "causes",
        "summary", "steps", "changes", "errorCode", "errorMessage", "httpMethod", "httpStatus", "httpDurationMs", "attempt", "latencyMs",
        "sourceLatencyMs"};

    private final CsvWriter rows;
    private final JsonMapper json;

    Csv(Writer out, JsonMapper json) {
        this.json = json;
        rows = CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).lineDelimiter(LineDelimiter.CRLF).build(out);
        rows.writeRecord(HEADER);
    }

    @Override
    public void accept(Fact fact) {
        Fact.Error error = fact.error();
        var http = fact.http();
        rows.writeRecord(
                text(fact.id()), fact.time().toString(), text(fact.action()), text(fact.status()), text(fact.app()), text(fact.objectId()),
                text(fact.objectType()), text(fact.userName()), text(fact.initiator()), list(fact.causes()), text(fact.summary()),
                list(fact.steps()), list(fact.changes()), text(error == null ? null : error.code()), text(error == null ? null : error.message()),
                text(http == null ? null : http.method()), number(http == null ? null : http.status()),
                number(http == null ? null : http.durationMs()), number(fact.attempt()), number(fact.latencyMs()), number(fact.sourceLatencyMs()));
    }

    @Override
    public void breakOff() {
        rows.writeRecord(INCOMPLETE);
        end();
    }

    @Override
    public void end() {
        try {
            rows.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        return switch (value.charAt(0)) {
            case '=', '+', '-', '@', '\t', '\r', '\n', '\0' -> "'" + value;
            default -> value;
        };
    }

    private String list(List<?> values) {
        return values.isEmpty() ? "" : text(json.writeValueAsString(values));
    }

    private static String number(@Nullable Number value) {
        return value == null ? "" : value.toString();
    }
}
