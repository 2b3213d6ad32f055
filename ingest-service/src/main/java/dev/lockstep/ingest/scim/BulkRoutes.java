package dev.lockstep.ingest.scim;

import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.Posting;
import dev.lockstep.ingest.event.EventReader;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Entra's API-driven provisioning: {@code bulkUpload}. Entra takes 50 operations a call; here it may be 500. */
@RestController
final class BulkRoutes {
    private static final String SCIM = "application/scim+json";
    private static final String BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private static final int MAX_OPERATIONS = 500;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).maxDocumentLength(EventReader.MAX_BYTES)
                            .maxStringLength(256 << 10).maxNameLength(1_000).maxNumberLength(100).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Posting posting;
    private final BulkIntake intake;

    BulkRoutes(Posting posting, RowIntake rows, Counters counters, Clock clock) {
        this.posting = posting;
        this.intake = new BulkIntake(rows, counters, clock);
    }

    @PostMapping(path = "/api/v1/sources/{source}/bulkUpload", consumes = SCIM, produces = {SCIM, "application/json"})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.SOURCE)
    @Operation(summary = "Report users and groups as a SCIM BulkRequest; 202 with a receipt per operation, durable",
            requestBody = @RequestBody(required = true, content = @Content(mediaType = SCIM, schema = @Schema(type = "object"))))
    Map<String, Object> bulkUpload(@PathVariable("source") String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Source source = posting.admit(id, request, response);
        List<JsonNode> operations = operations(Posting.body(request, EventReader.MAX_BYTES));
        return intake.accept(source, Caller.current().subject(), operations, posting.onRecord(source, "bulkUpload"));
    }

    private static List<JsonNode> operations(byte[] body) {
        JsonNode document;
        try {
            document = JSON.readTree(body);
        } catch (JacksonException e) {
            throw Problem.badRequest("malformed", "The body is no well-formed JSON, nests too deep, or holds the same key twice.", "Correct the JSON and send it again.");
        }
        JsonNode schemas = document.get("schemas");
        JsonNode operations = find(document, "operations");
        boolean bulk = schemas != null && schemas.isArray()
                && schemas.valueStream().anyMatch(schema -> schema.isString() && schema.stringValue().equals(BULK_REQUEST));
        if (!bulk || operations == null || !operations.isArray()) {
            throw Problem.badRequest("malformed", "The body is no SCIM BulkRequest.", "Send schemas [\"" + BULK_REQUEST + "\"] and a list Operations.");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "too-many-operations", "A bulk request has at most " + MAX_OPERATIONS + " operations.",
                    "Send several requests, or a CSV file.", List.of());
        }
        List<JsonNode> list = new ArrayList<>();
        operations.forEach(list::add);
        return list;
    }

    private static @Nullable JsonNode find(JsonNode document, String folded) {
        return document.properties().stream().filter(field -> field.getKey().toLowerCase(Locale.ROOT).equals(folded))
                .map(Map.Entry::getValue).findFirst().orElse(null);
    }
}
