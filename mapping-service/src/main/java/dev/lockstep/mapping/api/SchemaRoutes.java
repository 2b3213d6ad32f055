package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.administration.AppAdministration;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.schema.SchemaAdministration;
import dev.lockstep.mapping.schema.SchemaAdministration.Saved;
import dev.lockstep.mapping.schema.SchemaDifference;
import dev.lockstep.mapping.schema.SchemaVersion;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** An app's synchronization schema and its versions. */
@RestController
@RequestMapping("/api/v1/apps/{app}/schema")
final class SchemaRoutes {
    /** Member of an answered document that is not part of it; it is left out when the document comes back. */
    private static final String SAVED = "lockstep";
    private static final int LONGEST_COMMENT = 500;
    private final AppAdministration apps;
    private final SchemaAdministration schemas;
    private final JsonMapper json;

    SchemaRoutes(AppAdministration apps, SchemaAdministration schemas, JsonMapper json) {
        this.apps = apps;
        this.schemas = schemas;
        this.json = json;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Allowed(Role.AUDITOR)
    @Operation(summary = "Synchronization schema in Microsoft Graph's JSON shape")
    Map<?, ?> schema(@PathVariable String app) {
        App stored = apps.get(app);
        return document(stored.schema(), stored.stamp().number());
    }

    private Map<Object, Object> document(String schema, long version) {
        Map<?, ?> read = json.readValue(schema, Map.class);
        Map<Object, Object> document = new LinkedHashMap<>(read);
        document.put("version", "v" + version);
        return document;
    }

    @PutMapping
    @Allowed(Role.ADMIN)
    @Operation(summary = "Replaces the synchronization schema and keeps the one before; with validateOnly=true only tells what it would mean")
    Map<?, ?> save(@PathVariable String app, @RequestBody Map<String, @Nullable Object> body,
            @RequestParam(defaultValue = "false") boolean validateOnly, @RequestParam(required = false) @Nullable String comment) {
        String schema = text(body);
        if (validateOnly) {
            Saved meaning = schemas.check(app, schema);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("valid", true);
            answer.put(SAVED, meaning);
            return answer;
        }
        return answer(app, schemas.save(app, schema, comment(comment), Caller.current().subject()));
    }

    /** The document as a caller sent it, without what an answer had added to it. */
    String text(Map<String, @Nullable Object> body) {
        return json.writeValueAsString(Bodies.without(body, SAVED));
    }

    Map<?, ?> answer(String app, Saved saved) {
        Map<Object, Object> document = document(apps.get(app).schema(), saved.version());
        document.put(SAVED, saved);
        return document;
    }

    static @Nullable String comment(@Nullable String comment) {
        if (comment != null && comment.length() > LONGEST_COMMENT) {
            throw Problem.badRequest("malformed", "A comment has at most " + LONGEST_COMMENT + " characters.", "Say it in fewer words.");
        }
        return comment == null || comment.isBlank() ? null : comment.strip();
    }

    /** @param current whether it counts now */
    record VersionView(long version, String savedBy, Instant savedAt, @Nullable String comment, boolean current) {
        static VersionView of(SchemaStamp stamp, long current) {
            return new VersionView(stamp.number(), stamp.savedBy(), stamp.savedAt(), stamp.comment(), stamp.number() == current);
        }
    }

    @GetMapping("/versions")
    @Allowed(Role.AUDITOR)
    @Operation(summary = "Versions of the schema, newest first: who saved it, when and why")
    Page<VersionView> versions(@PathVariable String app, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Page.limit(limit);
        String below = Page.decode(cursor);
        long current = apps.get(app).stamp().number();
        return Page.of(schemas.versions(app, below == null ? null : number(below), most + 1), most, stamp -> String.valueOf(stamp.number()))
                .map(stamp -> VersionView.of(stamp, current));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("bad-cursor", "The cursor is not one that this list gave out.", "Start again without a cursor.");
        }
    }

    record VersionDocument(VersionView version, Map<?, ?> schema) {
    }

    @GetMapping("/versions/{number}")
    @Allowed(Role.AUDITOR)
    @Operation(summary = "One version with its document: {version, schema}")
    VersionDocument version(@PathVariable String app, @PathVariable long number) {
        SchemaVersion version = schemas.version(app, number);
        return new VersionDocument(VersionView.of(version.stamp(), apps.get(app).stamp().number()), document(version.schema(), number));
    }

    record DiffView(String from, String to, List<SchemaDifference> differences) {
    }

    @GetMapping("/versions/{number}/diff")
    @Allowed(Role.AUDITOR)
    @Operation(summary = "What a version changed: against the one before, or against another number, current or draft")
    DiffView diff(@PathVariable String app, @PathVariable long number, @RequestParam(required = false) @Nullable String against) {
        String from = against == null ? String.valueOf(number - 1) : against;
        return new DiffView(from, String.valueOf(number), schemas.differences(app, from, String.valueOf(number)));
    }

    @GetMapping("/diff")
    @Allowed(Role.AUDITOR)
    @Operation(summary = "What differs between two versions: numbers, current or draft")
    DiffView diff(@PathVariable String app, @RequestParam(defaultValue = "current") String from, @RequestParam(defaultValue = "draft") String to) {
        return new DiffView(from, to, schemas.differences(app, from, to));
    }

    record Comment(@Nullable String comment) {
    }

    @PostMapping("/versions/{number}/rollback")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Lets an earlier version count again, as a new version: {comment?}")
    Map<?, ?> rollback(@PathVariable String app, @PathVariable long number, @RequestBody(required = false) @Nullable Comment body) {
        return answer(app, schemas.rollback(app, number, comment(body == null ? null : body.comment()), Caller.current().subject()));
    }
}
