package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.schema.Previews;
import dev.lockstep.mapping.schema.Previews.Preview;
import io.swagger.v3.oas.annotations.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a schema makes of one person. */
@RestController
final class PreviewRoutes {
    private final Previews previews;
    private final SchemaRoutes schemas;

    PreviewRoutes(Previews previews, SchemaRoutes schemas) {
        this.previews = previews;
        this.schemas = schemas;
    }

    /** @param schema an unsaved document; @param draft whether the draft is to be used; neither means what counts */
    record Request(@Nullable String objectId, @Nullable Map<String, @Nullable Object> attributes, @Nullable Map<String, @Nullable Object> schema,
            @Nullable Boolean draft) {
    }

    @PostMapping("/api/v1/apps/{app}/schema/preview")
    @Allowed(Role.AUDITOR)
    @Operation(summary = "Every mapping on one user, with where each value came from: {objectId | attributes, schema? | draft?}")
    Preview preview(@PathVariable String app, @RequestBody Request request) {
        String unsaved = request.schema() == null ? null : schemas.text(request.schema());
        boolean draft = Boolean.TRUE.equals(request.draft());
        if (unsaved != null && draft) {
            throw invalid("/draft", "A preview uses an unsaved schema or the draft, not both.");
        }
        if (request.objectId() != null && request.attributes() == null) {
            return previews.ofObject(app, request.objectId(), unsaved, draft);
        }
        if (request.attributes() != null && request.objectId() == null) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            request.attributes().forEach((name, value) -> {
                if (value != null) {
                    attributes.put(name, value);
                }
            });
            return previews.ofAttributes(app, attributes, unsaved, draft);
        }
        throw invalid("/objectId", "A preview needs exactly one of objectId and attributes.");
    }

    private static Problem invalid(String pointer, String message) {
        return Problem.invalid(message, "Send {\"objectId\": \"...\"} or {\"attributes\": {...}}.", List.of(new Problem.Detail(pointer, "malformed", message)));
    }
}
