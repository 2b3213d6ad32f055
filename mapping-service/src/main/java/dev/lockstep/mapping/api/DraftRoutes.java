package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.schema.SchemaAdministration;
import dev.lockstep.mapping.schema.SchemaDifference;
import dev.lockstep.mapping.shadow.Finding;
import dev.lockstep.mapping.shadow.ShadowReports;
import dev.lockstep.mapping.shadow.ShadowReports.AttributeCount;
import dev.lockstep.mapping.shadow.ShadowReports.Counts;
import dev.lockstep.mapping.shadow.ShadowReports.Progress;
import dev.lockstep.mapping.shadow.ShadowReports.Report;
import dev.lockstep.mapping.shadow.ShadowStore.Entry;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** A draft of an app's schema, which runs beside the one that counts and writes nothing. */
@RestController
@RequestMapping("/api/v1/apps/{app}/schema/draft")
final class DraftRoutes {
    private final SchemaAdministration schemas;
    private final SchemaRoutes routes;
    private final ShadowReports reports;
    private final JsonMapper json;

    DraftRoutes(SchemaAdministration schemas, SchemaRoutes routes, ShadowReports reports, JsonMapper json) {
        this.schemas = schemas;
        this.routes = routes;
        this.reports = reports;
        this.json = json;
    }

    /** @param differences from what counts now to the draft */
    record DraftView(String id, String savedBy, Instant savedAt, @Nullable String comment, List<SchemaDifference> differences) {
    }

    @PutMapping
    @Allowed(Role.ADMIN)
    @Operation(summary = "Saves a draft of the schema; it runs in shadow from now on and writes nothing")
    Map<?, ?> put(@PathVariable String app, @RequestBody Map<String, @Nullable Object> body, @RequestParam(required = false) @Nullable String comment) {
        return view(app, schemas.putDraft(app, routes.text(body), SchemaRoutes.comment(comment), Caller.current().subject()));
    }

    @GetMapping
    @Allowed(Role.AUDITOR)
    @Operation(summary = "The draft in Microsoft Graph's JSON shape; its member lockstep tells who saved it and what differs")
    Map<?, ?> get(@PathVariable String app) {
        return view(app, schemas.draft(app));
    }

    private Map<?, ?> view(String app, SchemaDraft draft) {
        Map<?, ?> read = json.readValue(draft.schema(), Map.class);
        Map<Object, Object> document = new LinkedHashMap<>(read);
        document.put("lockstep", new DraftView(draft.id(), draft.savedBy(), draft.savedAt(), draft.comment(), schemas.differences(app, "current", "draft")));
        return document;
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Discards the draft and its report")
    void discard(@PathVariable String app) {
        schemas.dropDraft(app, Caller.current().subject());
    }

    @PostMapping("/publish")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Lets the draft count, as a new version: {comment?}")
    Map<?, ?> publish(@PathVariable String app, @RequestBody(required = false) SchemaRoutes.@Nullable Comment body) {
        return routes.answer(app, schemas.publish(app, SchemaRoutes.comment(body == null ? null : body.comment()), Caller.current().subject()));
    }

    /** An account that would be affected. @param kind {@code changes}, {@code enters}, {@code leaves}, {@code stays}, or {@code same} with failures */
    record AccountView(String objectId, String userName, String kind, List<Finding.Change> changes, List<UserMapping.Failure> failures,
            boolean live, Instant at) {
        static AccountView of(Entry entry) {
            return new AccountView(entry.objectId(), entry.userName(), entry.finding().kind().name(), entry.finding().changes(),
                    entry.finding().failures(), entry.live(), entry.at());
        }
    }

    record ReportView(String app, String state, String draftId, String savedBy, Instant savedAt, @Nullable String comment,
            long publishedVersion, @Nullable Instant startedAt, @Nullable Instant endedAt, Progress progress, long live, Counts counts,
            List<AttributeCount> byAttribute, List<AttributeCount> failuresByAttribute, Page<AccountView> accounts) {
    }

    @GetMapping("/report")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "What the draft would change: counts, progress, and a page of accounts; ?kind=changes|enters|leaves|stays|failed or ?attribute=")
    ReportView report(@PathVariable String app, @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String attribute, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Page.limit(limit);
        Report report = reports.report(app);
        Page<AccountView> accounts = Page.of(reports.accounts(app, mark(kind, attribute), Page.decode(cursor), most + 1), most, Entry::objectId)
                .map(AccountView::of);
        return new ReportView(report.app(), report.state(), report.draftId(), report.savedBy(), report.savedAt(), report.comment(),
                report.publishedVersion(), report.startedAt(), report.endedAt(), report.progress(), report.live(), report.counts(),
                report.byAttribute(), report.failuresByAttribute(), accounts);
    }

    private static String mark(@Nullable String kind, @Nullable String attribute) {
        if (attribute != null && !attribute.isBlank()) {
            return Finding.attribute(attribute);
        }
        if (kind == null || kind.isBlank()) {
            return Finding.FOUND;
        }
        return switch (kind) {
            case "changes", "enters", "leaves", "stays", Finding.FAILED -> kind;
            default -> throw Problem.badRequest("malformed", "There is no such kind of finding.", "Ask for changes, enters, leaves, stays or failed.");
        };
    }
}
