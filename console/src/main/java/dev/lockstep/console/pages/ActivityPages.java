package dev.lockstep.console.pages;

import dev.lockstep.kit.web.Allowed;
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
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** What happened, newest first, and one activity in full. All filters stand in the address, so that it can be passed on. */
@Controller
class ActivityPages {
    private static final List<String> FILTERS = List.of("app", "user", "action", "status", "from", "to", "q");
    private static final String SHOWN = "50";
    private final Api api;
    private final Clock clock;
    private final ObjectWriter pretty;

    ActivityPages(Api api, Clock clock, JsonMapper json) {
        this.api = api;
        this.clock = clock;
        this.pretty = json.writerWithDefaultPrettyPrinter();
    }

    @GetMapping("/activity")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String activity(HttpServletRequest request, Model model) {
        list(request, model);
        model.addAttribute("actions", Choice.of(ActivityRow.ACTIONS, ActivityRow::label));
        model.addAttribute("statuses", ActivityRow.STATUSES);
        return "activity";
    }

    @GetMapping("/activity/live/list")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String list(HttpServletRequest request, Model model) {
        Map<String, @Nullable String> filter = new LinkedHashMap<>();
        FILTERS.forEach(name -> filter.put(name, request.getParameter(name)));
        boolean live = !"off".equals(request.getParameter("live"));
        String cursor = request.getParameter("cursor");
        model.addAttribute("filter", filter);
        model.addAttribute("filtered", filter.values().stream().anyMatch(value -> value != null && !value.isBlank()));
        model.addAttribute("live", live && cursor == null);
        model.addAttribute("cursor", cursor);
        model.addAttribute("liveAddress", address("/activity/live/list", filter, null, true));
        model.addAttribute("toggleAddress", address("/activity", filter, null, !live || cursor != null));
        Map<String, @Nullable String> query = new LinkedHashMap<>(filter);
        query.put("cursor", cursor);
        query.put("limit", SHOWN);
        Section<ListPage<ActivityRow>> found = Section.of(() -> ListPage.of(api.activities(Pages.grant(request), query),
                activity -> ActivityRow.of(activity, clock.instant())));
        model.addAttribute("activities", found);
        ListPage<ActivityRow> page = found.value();
        model.addAttribute("olderAddress", page == null || page.next() == null ? null : address("/activity", filter, page.next(), true));
        return "activity :: list";
    }

    @GetMapping("/activity/{id}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String one(@PathVariable String id, HttpServletRequest request, Model model) {
        model.addAttribute("activity", ActivityView.of(api.activity(Pages.grant(request), id), pretty, clock.instant()));
        return "one-activity";
    }

    private static String address(String path, Map<String, @Nullable String> filter, @Nullable String cursor, boolean live) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        Map<String, Object> values = new LinkedHashMap<>();
        filter.forEach((name, value) -> {
            if (value != null && !value.isBlank()) {
                address.queryParam(name, "{" + name + "}");
                values.put(name, value);
            }
        });
        if (cursor != null) {
            address.queryParam("cursor", "{cursor}");
            values.put("cursor", cursor);
        }
        if (!live) {
            address.queryParam("live", "off");
        }
        return address.encode().buildAndExpand(values).toUriString();
    }
}
