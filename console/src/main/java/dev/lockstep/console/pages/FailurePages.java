package dev.lockstep.console.pages;

import dev.lockstep.console.replay.Failure;
import dev.lockstep.console.replay.FailureFilter;
import dev.lockstep.console.replay.Failures;
import dev.lockstep.console.replay.ReplayScopes;
import dev.lockstep.console.replay.Replays;
import dev.lockstep.console.replay.Selection;
import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** What failed and why, the preview of a replay, and how a replay goes. */
@Controller
class FailurePages {
    private static final int SHOWN = 50;
    private static final int REPLAYS_SHOWN = 10;
    private final Failures failures;
    private final Replays replays;
    private final Clock clock;

    FailurePages(Failures failures, Replays replays, Clock clock) {
        this.failures = failures;
        this.replays = replays;
        this.clock = clock;
    }

    /** @param preview counts what a replay of the shown failures would do */
    @GetMapping("/failures")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String failures(HttpServletRequest request, Model model, @RequestParam(defaultValue = "false") boolean preview,
            @RequestParam(required = false) @Nullable String cursor) {
        Grant grant = Pages.grant(request);
        FailureFilter filter = filter(request);
        Instant now = clock.instant();
        boolean maySteer = AppRow.maySteer(grant);
        model.addAttribute("filter", filter);
        model.addAttribute("filtered", !filter.set().isEmpty());
        model.addAttribute("classes", Choice.of(FailureRow.CLASSES, FailureRow::label));
        model.addAttribute("maySteer", maySteer);
        model.addAttribute("previewAddress", address(filter, null, true));
        Section<ListPage<FailureRow>> found = Section.of(() -> {
            ReplayScopes.require(grant, filter.checked());
            Page<Failure> page = failures.list(filter, SHOWN, cursor, grant.caller());
            return new ListPage<>(page.items().stream().map(failure -> FailureRow.of(failure, now)).toList(), page.nextCursor());
        });
        model.addAttribute("failures", found);
        ListPage<FailureRow> page = found.value();
        model.addAttribute("nextAddress", page == null || page.next() == null ? null : address(filter, page.next(), false));
        model.addAttribute("preview", !preview || !maySteer ? null : Section.of(() -> {
            Selection selection = Selection.of(filter, null);
            ReplayScopes.require(grant, selection);
            return replays.preview(selection, grant.caller());
        }));
        model.addAttribute("replays", grant.isLimited() ? null
                : Section.of(() -> ListPage.of(replays.recent(REPLAYS_SHOWN, grant.caller()), replay -> ReplayView.of(replay, now))));
        return "failures";
    }

    @PostMapping("/failures/replay")
    @Allowed(Role.OPERATOR)
    String replay(HttpServletRequest request, @RequestParam(required = false) @Nullable Integer perSecond, @RequestParam(required = false) @Nullable String reason) {
        Grant grant = Pages.grant(request);
        Selection selection = Selection.of(filter(request), null);
        ReplayScopes.require(grant, selection);
        Replays.Answer answer = replays.run(selection, perSecond, reason == null || reason.isBlank() ? null : reason.strip(), grant.caller());
        return answer.replayId() == null ? "redirect:/failures" : "redirect:/replays/" + Api.encode(answer.replayId());
    }

    @GetMapping("/replays/{id}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String one(@PathVariable String id, HttpServletRequest request, Model model) {
        Grant grant = Pages.grant(request);
        JsonNode replay = replays.replay(id, grant.caller());
        ReplayScopes.require(grant, replay);
        model.addAttribute("replay", ReplayView.of(replay, clock.instant()));
        model.addAttribute("maySteer", AppRow.maySteer(grant));
        model.addAttribute("failed", Section.of(() -> ListPage.of(replays.items(id, Map.of("result", "failed", "limit", String.valueOf(SHOWN)), grant.caller()),
                item -> new Item(item.path("app").asString(""), item.path("objectId").asString(""), item.path("code").asString("")))));
        return "replay";
    }

    /** An account of a replay that failed again. */
    record Item(String app, String objectId, String code) {
    }

    @GetMapping("/replays/{id}/live")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String live(@PathVariable String id, HttpServletRequest request, Model model) {
        one(id, request, model);
        return "replay :: progress";
    }

    @PostMapping("/replays/{id}/cancel")
    @Allowed(Role.OPERATOR)
    String cancel(@PathVariable String id, HttpServletRequest request) {
        Grant grant = Pages.grant(request);
        ReplayScopes.require(grant, replays.replay(id, grant.caller()));
        replays.cancel(id, grant.caller());
        return "redirect:/replays/" + Api.encode(id);
    }

    private static FailureFilter filter(HttpServletRequest request) {
        return new FailureFilter(request.getParameter("app"), request.getParameter("class"), request.getParameter("code"), request.getParameter("user"),
                request.getParameter("since"), request.getParameter("until"), request.getParameter("cause"));
    }

    private static String address(FailureFilter filter, @Nullable String cursor, boolean preview) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/failures");
        Map<String, Object> values = new LinkedHashMap<>(filter.set());
        if (cursor != null) {
            values.put("cursor", cursor);
        }
        values.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        if (preview) {
            address.queryParam("preview", "true");
        }
        return address.encode().buildAndExpand(values).toUriString();
    }
}
