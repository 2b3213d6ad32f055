package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig.Credentials;
import dev.lockstep.contracts.AppConfig.Notifications;
import dev.lockstep.contracts.AppConfig.Policies;
import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.App.SweepOrder;
import dev.lockstep.mapping.app.AppId;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.app.Template;
import dev.lockstep.mapping.app.TenantUrl;
import dev.lockstep.mapping.planning.AppStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds, changes and removes apps. Each save is one compare-and-set of the app's document, with what has to follow in its
 * outbox; a save that another one overtook is made again on the newest document.
 */
public final class AppAdministration {
    private static final RemovalThreshold DEFAULT_THRESHOLD = new RemovalThreshold(10, 10);

    private final AppStore apps;
    private final Gallery gallery;
    private final Secrets secrets;
    private final Clock clock;
    private final Supplier<String> salts;
    private final Runnable nudge;

    /**
     * @param salts a fresh random text for each app
     * @param nudge wakes who empties outboxes
     */
    public AppAdministration(AppStore apps, Gallery gallery, Secrets secrets, Clock clock,
            Supplier<String> salts, Runnable nudge) {
        this.apps = apps;
        this.gallery = gallery;
        this.secrets = secrets;
        this.clock = clock;
        this.salts = salts;
        this.nudge = nudge;
    }

    public App get(String id) {
        return apps.byId(id).filter(app -> !app.removed()).orElseThrow(() ->
                Problem.notFound("The app " + (AppId.of(id).equals(id) ? id : ""), "List the apps with GET /api/v1/apps."));
    }

    public List<App> all() {
        return apps.all().stream().filter(app -> !app.removed()).toList();
    }

    public App create(String templateId, String name, @Nullable String tenantUrl, Secrets.@Nullable Entered secret, String by) {
        List<Problem.Detail> wrong = new ArrayList<>();
        String id = AppId.of(name);
        if (id.isEmpty()) {
            wrong.add(new Problem.Detail("/name", "required", "The name needs at least one letter or digit of a-z, 0-9."));
        }
        Template template = gallery.byId(templateId).orElse(null);
        if (template == null) {
            wrong.add(new Problem.Detail("/template", "unknown", "The gallery has no such template."));
        }
        if (tenantUrl != null) {
            TenantUrl.problem(tenantUrl).ifPresent(text -> wrong.add(new Problem.Detail("/tenantUrl", "malformed", text)));
        }
        if (template == null || !wrong.isEmpty()) {
            throw Problem.invalid("The app cannot be added as described.", "Correct the fields that are named; GET /api/v1/gallery lists the templates.", wrong);
        }
        App before = apps.byId(id).orElse(null);
        if (before != null && !before.removed()) {
            throw Problem.conflict("taken", "An app with this id exists already.", "Choose another name.");
        }
        String salt = salts.get();
        long version = before == null ? 1 : before.configVersion() + 1;
        Instant now = clock.instant();
        Credentials credentials = secret == null ? null : secrets.seal(secret, id, salt, version, now);
        List<Activity> activities = new ArrayList<>(before == null ? List.of() : before.outbox().activities());
        activities.add(activity(id, version, by, now, "The app was added.", List.of(
                new Change("name", null, name), new Change("template", null, templateId), new Change("tenantUrl", null, tenantUrl))));
        App app = new App(id, templateId, name, tenantUrl, credentials, version, Job.OFF, true, false, false, new Notifications(null, false),
                DEFAULT_THRESHOLD, template.limits(), template.onPurge(), Policies.STANDARD, template.profile(), template.schema(),
                new SchemaStamp(before == null ? 1 : before.stamp().number() + 1, by, now, "As the template " + templateId + " has it."), null, salt, false,
                before == null ? 0 : before.revision(), new App.Outbox(true, activities, null,
                        before != null && before.outbox().tombstones()));
        if (!apps.save(app)) {
            throw Problem.conflict("taken", "An app with this id exists already.", "Choose another name.");
        }
        nudge.run();
        return get(id);
    }

    /** @param secret belongs to the new address when the address moves elsewhere; null keeps the stored one */
    public App patch(String id, AppPatch patch, Secrets.@Nullable Entered secret, String by) {
        return save(id, app -> {
            App.Draft before = draft(app);
            App.Draft after = patch.apply(before);
            boolean moved = after.tenantUrl() != null && app.tenantUrl() != null
                    && !TenantUrl.sameOrigin(after.tenantUrl(), app.tenantUrl());
            if (moved && app.credentials() != null && secret == null) {
                throw Problem.badRequest("secret-required",
                        "The new Tenant URL has another scheme, host or port, and the saved secret is never sent elsewhere.",
                        "Send secretToken together with the new tenantUrl.");
            }
            // Without an address nobody could tell any more where the secret belongs, so it goes with it.
            boolean cleared = after.tenantUrl() == null && app.tenantUrl() != null;
            Credentials credentials = secret == null ? cleared ? null : app.credentials()
                    : secrets.seal(secret, id, app.salt(), app.configVersion() + 1, clock.instant());
            boolean rescoped = app.job().decides() && (after.everybody() != before.everybody()
                    // Groups that are not written any more are left as they are.
                    || after.groupsEnabled() && !before.groupsEnabled()
                    || after.policies().skipOutOfScopeDeletions() != before.policies().skipOutOfScopeDeletions());
            return new Step(after.target(after.tenantUrl(), credentials), "The app's settings were changed.",
                    AppPatch.changes(before, after, secret != null), rescoped ? walk(app, by) : null);
        }, by);
    }

    public App credentials(String id, Secrets.Entered entered, String by) {
        return save(id, app -> new Step(
                draft(app).target(app.tenantUrl(), secrets.seal(entered, id, app.salt(), app.configVersion() + 1, clock.instant())),
                "The app's credentials were set.", AppPatch.secretSet(), null), by);
    }

    /** Has everybody decided again in each app whose job runs, and compared again where only a draft looks at people. */
    public void everybodyAgain(String why, String by) {
        for (App each : all()) {
            save(each.id(), app -> app.job().decides() ? new Step(draft(app), why, List.of(), walk(app, by)) : null, by);
            boolean compared;
            do {
                compared = comparedAgain(get(each.id()), why, by);
            } while (!compared);
        }
        nudge.run();
    }

    /** @return false when another save came first */
    private boolean comparedAgain(App app, String why, String by) {
        if (app.draft() == null || app.job().decides()) {
            return true;
        }
        String draft = "d" + (app.revision() + 1);
        return apps.save(app.draft(app.draft().again(draft), new Activity("app/" + app.id() + "/draft/" + draft, clock.instant(), "admin", "success",
                app.id(), null, null, by, List.of(), why, List.of(), null, Map.of("draft", draft))));
    }

    public void remove(String id, String by) {
        boolean saved;
        do {
            App app = get(id);
            saved = apps.save(app.remove(activity(id, app.configVersion() + 1, by, clock.instant(),
                    "The app was removed; its accounts were left as they are.", List.of())));
        } while (!saved);
        nudge.run();
    }

    public App start(String id, String by) {
        return save(id, app -> {
            mayRun(app);
            Job next = app.job().start(sync(app, by));
            return app.job() instanceof Job.Running ? null : job(app, next, "The job was started.", by);
        }, by);
    }

    public App pause(String id, String by) {
        return save(id, app -> switch (app.job()) {
            case Job.Off off -> throw Problem.conflict("not-running", "The job was never started.", "Start it with POST job/start.");
            case Job.Paused paused -> null;
            case Job.Running running -> job(app, running.pause(), "The job was paused.", by);
        }, by);
    }

    public App restart(String id, String by) {
        return save(id, app -> {
            mayRun(app);
            return job(app, app.job().restart(sync(app, by)), "The job was restarted.", by);
        }, by);
    }

    private static void mayRun(App app) {
        if (app.tenantUrl() == null || app.credentials() == null) {
            throw Problem.conflict("credentials-missing", "The app has no Tenant URL or no secret token yet.",
                    "Set both, test the connection, then start the job.");
        }
        if (!app.automatic()) {
            throw Problem.conflict("manual-mode", "The app's provisioning mode is manual.", "Set provisioningMode to automatic.");
        }
    }

    private Job.Sync sync(App app, String by) {
        Instant now = clock.instant();
        return new Job.Sync(app.id() + "-" + (app.configVersion() + 1) + "-" + Long.toString(now.getEpochSecond(), 36), now, by);
    }

    private static Step job(App app, Job next, String summary, String by) {
        Job.Sync sync = next.current();
        boolean fresh = sync != null && !sync.equals(app.job().current());
        return new Step(draft(app).job(next), summary,
                List.of(new Change("job", app.job().status(), next.status())), fresh ? new SweepOrder(sync.id(), sync.id(), by) : null, "job");
    }

    private static SweepOrder walk(App app, String by) {
        return new SweepOrder(app.id() + "-v" + (app.configVersion() + 1), null, by);
    }

    private record Step(App.Draft draft, String summary, List<Change> changes, @Nullable SweepOrder sweep, String action) {
        Step(App.Draft draft, String summary, List<Change> changes, @Nullable SweepOrder sweep) {
            this(draft, summary, changes, sweep, "admin");
        }
    }

    private App save(String id, Function<App, @Nullable Step> change, String by) {
        while (true) {
            App app = get(id);
            Step step = change.apply(app);
            if (step == null) {
                return app;
            }
            Activity activity = activity(id, app.configVersion() + 1, by, clock.instant(), step.summary(), step.changes(), step.action());
            App next = app.changed(draft -> step.draft(), activity, step.sweep());
            if (apps.save(next)) {
                nudge.run();
                return next;
            }
        }
    }

    private static App.Draft draft(App app) {
        return new App.Draft(app.name(), app.tenantUrl(), app.credentials(), app.job(), app.automatic(), app.everybody(),
                app.groupsEnabled(), app.notifications(), app.removalThreshold(), app.limits(), app.onPurge(), app.policies());
    }

    private static Activity activity(String app, long version, String by, Instant now, String summary, List<Change> changes) {
        return activity(app, version, by, now, summary, changes, "admin");
    }

    private static Activity activity(
            String app, long version, String by, Instant now, String summary, List<Change> changes, String action) {
        return new Activity("app/" + app + "/" + version, now, action, "success", app, null, null, by, List.of(), summary,
                changes, null, Map.of("configVersion", version));
    }
}
