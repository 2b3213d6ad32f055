package dev.lockstep.console.pages;

import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** An app's mappings: what counts, a preview of one user, versions, and the draft with its report. */
@Controller
class MappingPages {
    private static final String ACCOUNTS_SHOWN = "25";
    private final Api api;
    private final Clock clock;
    private final JsonMapper json;
    private final ObjectWriter pretty;

    MappingPages(Api api, Clock clock, JsonMapper json) {
        this.api = api;
        this.clock = clock;
        this.json = json;
        this.pretty = json.writerWithDefaultPrettyPrinter();
    }

    @GetMapping("/apps/{app}/mappings")
    @Allowed(Role.AUDITOR)
    String mappings(@PathVariable String app, HttpServletRequest request, Model model,
            @RequestParam(required = false) @Nullable String user, @RequestParam(defaultValue = "published") String with,
            @RequestParam(required = false) @Nullable String from, @RequestParam(required = false) @Nullable String to) {
        Grant grant = Pages.grant(request);
        JsonNode schema = api.schema(grant, AppPages.checked(app));
        page(app, request, model, schema, pretty.writeValueAsString(schema), List.of());
        model.addAttribute("user", user);
        model.addAttribute("with", with);
        model.addAttribute("preview", user == null || user.isBlank() ? null
                : Section.of(() -> SchemaViews.Preview.of(api.preview(grant, app, user.strip(), with.equals("draft")))));
        model.addAttribute("comparison", from == null || to == null ? null : Section.of(() -> comparison(grant, app, from, to)));
        return "mappings";
    }

    private void page(String app, HttpServletRequest request, Model model, JsonNode schema, String text, List<Problem.Detail> refused) {
        Grant grant = Pages.grant(request);
        model.addAttribute("app", app);
        model.addAttribute("name", api.app(grant, app).path("name").asString(app));
        model.addAttribute("maySave", grant.caller().has(Role.ADMIN));
        model.addAttribute("mappings", MappingView.of(schema));
        model.addAttribute("version", schema.path("version").asString(""));
        model.addAttribute("text", text);
        model.addAttribute("refused", refused);
        model.addAttribute("versions", Section.of(() -> ListPage.of(api.versions(grant, app), version -> SchemaViews.Version.of(version, clock.instant()))));
        draft(app, request, model, null, null, null);
    }

    /** To roll back, an administrator is told whom it concerns: the direction is from what counts to the older version. */
    private SchemaViews.Comparison comparison(Grant grant, String app, String from, String to) {
        List<SchemaViews.Difference> differences = SchemaViews.Difference.of(api.differences(grant, app, from, to).path("differences"));
        boolean back = from.equals("current") && !to.equals("draft") && grant.caller().has(Role.ADMIN);
        String reach = back ? SchemaViews.reach(api.check(grant, app, api.version(grant, app, to).path("schema")).path("lockstep")) : "";
        return new SchemaViews.Comparison(from, to, differences, reach);
    }

    @GetMapping("/apps/{app}/mappings/live/draft")
    @Allowed(Role.AUDITOR)
    String draft(@PathVariable String app, HttpServletRequest request, Model model, @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String attribute, @RequestParam(required = false) @Nullable String cursor) {
        Grant grant = Pages.grant(request);
        Map<String, @Nullable String> filter = new LinkedHashMap<>();
        filter.put("kind", kind);
        filter.put("attribute", attribute);
        filter.put("cursor", cursor);
        filter.put("limit", ACCOUNTS_SHOWN);
        model.addAttribute("app", AppPages.checked(app));
        model.addAttribute("maySave", grant.caller().has(Role.ADMIN));
        model.addAttribute("kind", kind);
        model.addAttribute("attribute", attribute);
        model.addAttribute("cursor", cursor);
        Section<DraftView> found = Section.of(() -> DraftView.of(api.report(grant, app, filter), clock.instant()));
        Problem problem = found.problem();
        model.addAttribute("draft", problem != null && problem.status().value() == 404 ? null : found);
        return "mappings :: draft";
    }

    /** The report alone, for a longer look at it. */
    @GetMapping("/apps/{app}/mappings/draft")
    @Allowed(Role.AUDITOR)
    String report(@PathVariable String app, HttpServletRequest request, Model model, @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String attribute, @RequestParam(required = false) @Nullable String cursor) {
        draft(app, request, model, kind, attribute, cursor);
        model.addAttribute("name", api.app(Pages.grant(request), app).path("name").asString(app));
        return "mappings-draft";
    }

    @PostMapping("/apps/{app}/mappings/draft")
    @Allowed(Role.ADMIN)
    String saveDraft(@PathVariable String app, HttpServletRequest request, Model model, @RequestParam String document) {
        Grant grant = Pages.grant(request);
        try {
            api.saveDraft(grant, AppPages.checked(app), json.readTree(document));
            return "redirect:/apps/" + app + "/mappings";
        } catch (JacksonException e) {
            page(app, request, model, api.schema(grant, app), document, List.of(new Problem.Detail("", "malformed", "The text is no JSON document.")));
        } catch (Problem refused) {
            if (refused.errors().isEmpty()) {
                throw refused;
            }
            page(app, request, model, api.schema(grant, app), document, refused.errors());
        }
        return "mappings";
    }

    @PostMapping("/apps/{app}/mappings/draft/publish")
    @Allowed(Role.ADMIN)
    String publish(@PathVariable String app, HttpServletRequest request) {
        api.publishDraft(Pages.grant(request), AppPages.checked(app));
        return "redirect:/apps/" + app + "/mappings";
    }

    @PostMapping("/apps/{app}/mappings/draft/discard")
    @Allowed(Role.ADMIN)
    String discard(@PathVariable String app, HttpServletRequest request) {
        api.discardDraft(Pages.grant(request), AppPages.checked(app));
        return "redirect:/apps/" + app + "/mappings";
    }

    @PostMapping("/apps/{app}/mappings/versions/{number}/rollback")
    @Allowed(Role.ADMIN)
    String rollback(@PathVariable String app, @PathVariable long number, HttpServletRequest request) {
        api.rollback(Pages.grant(request), AppPages.checked(app), String.valueOf(number));
        return "redirect:/apps/" + app + "/mappings";
    }
}
