package dev.lockstep.ingest.event;

import dev.lockstep.ingest.Posting;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** CloudEvents over REST. */
@RestController
final class EventRoutes {
    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private final Posting posting;
    private final Intake intake;

    EventRoutes(Posting posting, Intake intake) {
        this.posting = posting;
        this.intake = intake;
    }

    @PostMapping(path = "/api/v1/sources/{source}/events", consumes = {ONE, BATCH})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.SOURCE)
    @Operation(summary = "Report changes as CloudEvents, one or a batch of up to 1,000; 202 means durable",
            requestBody = @RequestBody(required = true, content = {@Content(mediaType = ONE, schema = @Schema(type = "object")), @Content(mediaType = BATCH, schema = @Schema(type = "array"))}))
    Receipt events(@PathVariable("source") String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Source source = posting.admit(id, request, response);
        boolean batch = request.getContentType().strip().toLowerCase(Locale.ROOT).startsWith(BATCH);
        List<Checked> checked = EventReader.read(Posting.body(request, EventReader.MAX_BYTES), batch).stream()
                .map(read -> EventRules.check(source, read)).toList();
        return intake.accept(source, Caller.current().subject(), checked, posting.onRecord(source, "events"));
    }
}
