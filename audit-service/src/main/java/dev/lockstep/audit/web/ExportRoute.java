package dev.lockstep.audit.web;

import dev.lockstep.audit.fact.Action;
import dev.lockstep.audit.ledger.ActivityQuery;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.RequestId;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Evidence to take away. Who takes what is recorded before the first row leaves. */
@RestController
final class ExportRoute {
    private static final Logger log = LoggerFactory.getLogger(ExportRoute.class);
    private final Ledger ledger;
    private final Publisher publisher;
    private final JsonMapper json;
    private final Clock clock;

    ExportRoute(Ledger ledger, Publisher publisher, JsonMapper json, Clock clock) {
        this.ledger = ledger;
        this.publisher = publisher;
        this.json = json;
        this.clock = clock;
    }

    private enum Format {
        CSV("text/csv; charset=utf-8; header=present", "lockstep-activities.csv"),
        JSONL("application/x-ndjson", "lockstep-activities.jsonl");

        private final String contentType;
        private final String fileName;

        Format(String contentType, String fileName) {
            this.contentType = contentType;
            this.fileName = fileName;
        }

        static Format of(@Nullable String name) {
            return switch (name) {
                case "csv" -> CSV;
                case "jsonl" -> JSONL;
                case null, default -> throw Problem.badRequest("bad-format", "The format must be csv or jsonl.", "Add format=csv or format=jsonl.");
            };
        }
    }

    @GetMapping("/api/v1/activities/export")
    @Allowed({Role.AUDITOR, Role.OPERATOR})
    @Operation(summary = "All activities that a filter matches, newest first, as CSV (RFC 4180) or JSON lines")
    void export(@ParameterObject @ModelAttribute ActivityParameters filter, @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        Format wanted = Format.of(format);
        ActivityQuery query = filter.query();
        record(filter, wanted, request);
        response.setContentType(wanted.contentType);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + wanted.fileName + "\"");
        response.setHeader("Cache-Control", "no-store");
        Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15);
        write(query, wanted, out);
        out.flush();
    }

    private void write(ActivityQuery query, Format format, Writer out) throws IOException {
        Rows rows = switch (format) {
            case CSV -> new Csv(out, json);
            case JSONL -> new JsonLines(out);
        };
        try {
            ledger.each(query, rows);
            rows.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            // The head of the answer may have left: an error document would end up among the rows.
            log.atError().addKeyValue("fault", e.getClass().getName()).log("an export broke off");
            rows.breakOff();
        }
    }

    private void record(ActivityParameters filter, Format format, HttpServletRequest request) {
        Instant now = clock.instant();
        String id = "export-" + RequestId.of(request) + "-" + now.toEpochMilli();
        Activity read = new Activity(id, now, Action.READ, Action.SUCCESS, null, null, null, Caller.current().subject(), List.of(),
                "Activities were exported.", List.of(), null,
                Map.of("format", format.name().toLowerCase(Locale.ROOT), "filter", filter.given()));
        publisher.publish(List.of(Outgoing.of(Topic.ACTIVITY, id, Codec.envelope(id, "audit", id, now, read))));
    }
}
