package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.administration.AppAdministration;
import dev.lockstep.mapping.administration.AppPatch;
import dev.lockstep.mapping.administration.AssignmentAdministration;
import dev.lockstep.mapping.administration.Gallery;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.Template;
import dev.lockstep.mapping.planning.AssignmentStore.Assignment;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Apps, their credentials and assignments. */
@RestController
@RequestMapping("/api/v1")
final class AppRoutes {
    private final AppAdministration apps;
    private final AssignmentAdministration assignments;
    private final Gallery gallery;

    AppRoutes(AppAdministration apps, AssignmentAdministration assignments, Gallery gallery) {
        this.apps = apps;
        this.assignments = assignments;
        this.gallery = gallery;
    }

    record GalleryItem(String id, String name, String description, List<Template.Field> fields) {
    }

    @GetMapping("/gallery")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Templates that apps are made from")
    Page<GalleryItem> gallery(@RequestParam(defaultValue = "") String q) {
        String wanted = q.toLowerCase(Locale.ROOT).strip();
        return new Page<>(gallery.all().stream()
                .filter(t -> (t.id() + " " + t.name() + " " + t.description()).toLowerCase(Locale.ROOT).contains(wanted))
                .map(t -> new GalleryItem(t.id(), t.name(), t.description(), t.fields())).toList(), null);
    }

    @PostMapping("/apps")
    @ResponseStatus(HttpStatus.CREATED)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Adds an app from a template: {template, name, tenantUrl?, secretToken?}")
    AppView create(@RequestBody Map<String, @Nullable Object> body) {
        return AppView.of(apps.create(Bodies.requiredText(body, "template"), Bodies.requiredText(body, "name"),
                Bodies.text(body, "tenantUrl"), Bodies.bearer(body), Caller.current().subject()));
    }

    @GetMapping("/apps")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "All apps")
    Page<AppView> list(@RequestParam(required = false) @Nullable Integer limit, @RequestParam(required = false) @Nullable String cursor) {
        int most = Page.limit(limit);
        String after = Page.decode(cursor);
        return Page.of(apps.all().stream().filter(app -> after == null || app.id().compareTo(after) > 0).limit(most + 1L).toList(),
                most, App::id).map(AppView::of);
    }

    @GetMapping("/apps/{app}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "One app")
    AppView one(@PathVariable String app) {
        return AppView.of(apps.get(app));
    }

    @PatchMapping("/apps/{app}")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Changes settings: JSON merge patch; secretToken may come with a new tenantUrl")
    AppView patch(@PathVariable String app, @RequestBody Map<String, @Nullable Object> body) {
        return AppView.of(apps.patch(app, new AppPatch(Bodies.without(body, "secretToken")), Bodies.bearer(body), Caller.current().subject()));
    }

    @DeleteMapping("/apps/{app}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Removes an app; its accounts are left as they are")
    void remove(@PathVariable String app) {
        apps.remove(app, Caller.current().subject());
    }

    @PutMapping("/apps/{app}/credentials")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Sets the credentials: {secretToken} or {oauthClientCredentials{tokenEndpoint, clientId, clientSecret, scopes}}")
    AppView credentials(@PathVariable String app, @RequestBody Map<String, @Nullable Object> body) {
        return AppView.of(apps.credentials(app, Bodies.credentials(body), Caller.current().subject()));
    }

    record AssignmentView(String id, String principalType, String principalId, @Nullable String displayName, Instant assignedAt,
            String assignedBy) {
        static AssignmentView of(Assignment assignment, @Nullable String displayName) {
            return new AssignmentView(assignment.id(), assignment.kind().spelling(), assignment.principalId(), displayName,
                    assignment.changedAt(), assignment.changedBy());
        }
    }

    @GetMapping("/apps/{app}/assignments")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Users and groups assigned to the app")
    Page<AssignmentView> assignments(@PathVariable String app, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        apps.get(app);
        int most = Page.limit(limit);
        Page<Assignment> page = Page.of(assignments.page(app, Page.decode(cursor), most + 1), most, Assignment::id);
        Map<String, String> names = assignments.displayNames(page.items().stream().map(Assignment::principalId).toList());
        return page.map(assignment -> AssignmentView.of(assignment, names.get(assignment.principalId())));
    }

    @PostMapping("/apps/{app}/assignments")
    @ResponseStatus(HttpStatus.CREATED)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Assigns a user or group: {principalType: user|group, principalId}")
    AssignmentView assign(@PathVariable String app, @RequestBody Map<String, @Nullable Object> body) {
        apps.get(app);
        Kind kind = switch (Bodies.requiredText(body, "principalType")) {
            case "user" -> Kind.USER;
            case "group" -> Kind.GROUP;
            default -> throw Problem.invalid("There is no such principal type.", "Send user or group.",
                    List.of(new Problem.Detail("/principalType", "unknown", "It must be user or group.")));
        };
        Assignment assignment = assignments.assign(app, kind, Bodies.requiredText(body, "principalId"), Caller.current().subject());
        return AssignmentView.of(assignment, assignments.displayNames(List.of(assignment.principalId())).get(assignment.principalId()));
    }

    @DeleteMapping("/apps/{app}/assignments/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Allowed(Role.ADMIN)
    @Operation(summary = "Ends an assignment; who has no other is disabled in the app")
    void unassign(@PathVariable String app, @PathVariable String id) {
        assignments.unassign(app, id, Caller.current().subject());
    }
}
