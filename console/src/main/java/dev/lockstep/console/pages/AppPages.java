package dev.lockstep.console.pages;

import dev.lockstep.console.job.Jobs;
import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of apps, and one app with its job. */
@Controller
class AppPages implements AutoCloseable {
    private static final Pattern APP = Pattern.compile("[a-z0-9-]{1,40}");
    private static final String ACCOUNTS_SHOWN = "25";
    private static final String ACTIVITIES_SHOWN = "10";
    private final Api api;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    AppPages(Api api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    @GetMapping("/")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String home() {
        return "redirect:/apps";
    }

    @GetMapping("/apps")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String apps(HttpServletRequest request, Model model) {
        appList(request, model);
        return "apps";
    }

    @GetMapping("/apps/live/list")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String appList(HttpServletRequest request, Model model) {
        Grant grant = Pages.grant(request);
        Instant now = clock.instant();
        model.addAttribute("apps", Section.of(() -> {
            List<CompletableFuture<AppRow>> rows = api.apps(grant).stream()
                    .map(app -> CompletableFuture.supplyAsync(() -> AppRow.of(app, api, grant, now), threads)).toList();
            return rows.stream().map(CompletableFuture::join).toList();
        }));
        return "apps :: list";
    }

    @GetMapping("/apps/{app}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String app(@PathVariable String app, HttpServletRequest request, Model model,
            @RequestParam(required = false) @Nullable String state, @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable String cursor) {
        Grant grant = Pages.grant(request);
        Instant now = clock.instant();
        SettingsView settings = SettingsView.of(api.app(grant, checked(app)), now);
        model.addAttribute("settings", settings);
        model.addAttribute("maySteer", AppRow.maySteer(grant));
        model.addAttribute("mayConfigure", grant.caller().has(Role.ADMIN));
        model.addAttribute("states", Choice.of(AccountRow.STATES, AccountRow::label));
        model.addAttribute("mappings", Section.of(() -> MappingView.of(api.schema(grant, app))));
        job(app, request, model);
        accounts(app, request, model, state, user, cursor);
        activity(app, request, model);
        return "app";
    }

    @GetMapping("/apps/{app}/live/job")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String job(@PathVariable String app, HttpServletRequest request, Model model) {
        Grant grant = Pages.grant(request);
        model.addAttribute("app", checked(app));
        model.addAttribute("job", Section.of(() -> JobStrip.of(api.job(grant, app), AppRow.maySteer(grant), clock.instant())));
        return "app :: job";
    }

    @GetMapping("/apps/{app}/live/accounts")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String accounts(@PathVariable String app, HttpServletRequest request, Model model,
            @RequestParam(required = false) @Nullable String state, @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable String cursor) {
        Map<String, @Nullable String> filter = new LinkedHashMap<>();
        filter.put("app", checked(app));
        filter.put("state", state);
        filter.put("user", user);
        filter.put("cursor", cursor);
        filter.put("limit", ACCOUNTS_SHOWN);
        model.addAttribute("app", app);
        model.addAttribute("state", state);
        model.addAttribute("user", user);
        model.addAttribute("cursor", cursor);
        model.addAttribute("accounts", Section.of(() -> ListPage.of(api.accounts(Pages.grant(request), filter), account -> AccountRow.of(account, clock.instant()))));
        return "app :: accounts";
    }

    @GetMapping("/apps/{app}/live/activity")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    String activity(@PathVariable String app, HttpServletRequest request, Model model) {
        model.addAttribute("app", checked(app));
        model.addAttribute("activities", Section.of(() -> ListPage.of(
                api.activities(Pages.grant(request), Map.of("app", app, "limit", ACTIVITIES_SHOWN)), activity -> ActivityRow.of(activity, clock.instant()))));
        return "app :: activity";
    }

    @PostMapping("/apps/{app}/job/start")
    @Allowed(Role.OPERATOR)
    String start(@PathVariable String app, HttpServletRequest request) {
        api.command(Pages.grant(request), checked(app), Jobs.Command.START, false);
        return "redirect:/apps/" + app;
    }

    @PostMapping("/apps/{app}/job/pause")
    @Allowed(Role.OPERATOR)
    String pause(@PathVariable String app, HttpServletRequest request) {
        api.command(Pages.grant(request), checked(app), Jobs.Command.PAUSE, false);
        return "redirect:/apps/" + app;
    }

    @PostMapping("/apps/{app}/job/restart")
    @Allowed(Role.OPERATOR)
    String restart(@PathVariable String app, HttpServletRequest request, @RequestParam(defaultValue = "false") boolean forgetLinks) {
        api.command(Pages.grant(request), checked(app), Jobs.Command.RESTART, forgetLinks);
        return "redirect:/apps/" + app;
    }

    static String checked(String app) {
        if (!APP.matcher(app).matches()) {
            throw Problem.notFound("The app", "The list of apps shows those that exist.");
        }
        return app;
    }

    @Override
    public void close() {
        threads.close();
    }
}
