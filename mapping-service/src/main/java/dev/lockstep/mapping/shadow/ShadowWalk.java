package dev.lockstep.mapping.shadow;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.planning.Trial;
import dev.lockstep.mapping.shadow.ShadowStore.Run;
import dev.lockstep.mapping.shadow.ShadowStore.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the whole directory for each draft, page by page, and compares everybody. One replica holds a walk at a time;
 * when it dies another goes on behind the last page. A page is all that is ever in memory, and between pages the walk rests,
 * so that changes that count come first.
 */
public final class ShadowWalk {
    private static final int PAGE = 200;
    private static final Duration HOLD = Duration.ofSeconds(30);
    /** Replicas that still think a run is open have stopped writing to it by then. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final ShadowStore store;
    private final AppCatalog apps;
    private final ObjectStore objects;
    private final DecisionStore decisions;
    private final Entitlements entitlements;
    private final PrecedenceStore precedences;
    private final Rest rest;
    private final Clock clock;
    private final String owner;

    /** Lets others go first between two pages. */
    public interface Rest {
        /** @param page number of pages so far, from 1 */
        void after(int page) throws InterruptedException;
    }

    /** @param owner names this replica */
    public ShadowWalk(ShadowStore store, AppCatalog apps, ObjectStore objects, DecisionStore decisions, Entitlements entitlements,
            PrecedenceStore precedences, Rest rest, Clock clock, String owner) {
        this.store = store;
        this.apps = apps;
        this.objects = objects;
        this.decisions = decisions;
        this.entitlements = entitlements;
        this.precedences = precedences;
        this.rest = rest;
        this.clock = clock;
        this.owner = owner;
    }

    /** Begins, goes on with and dissolves runs as the drafts have it. */
    public void run() {
        Map<String, RunningApp> wanted = wanted();
        List<Run> known = store.all();
        known.stream().filter(run -> !wanted.containsKey(run.id())).forEach(this::dissolve);
        wanted.forEach((id, app) -> {
            if (known.stream().noneMatch(run -> run.id().equals(id) && run.dissolvedAt() == null)) {
                store.begin(Run.fresh(id, app.app().id(), clock.instant()));
            }
            if (store.claim(id, owner, clock.instant(), clock.instant().plus(HOLD))) {
                try {
                    walk(id);
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }

    private Map<String, RunningApp> wanted() {
        Map<String, RunningApp> wanted = new LinkedHashMap<>();
        for (RunningApp app : apps.current()) {
            if (app.trial() != null) {
                wanted.put(app.trial().run(), app);
            }
        }
        return wanted;
    }

    private void dissolve(Run run) {
        Instant dissolved = run.dissolvedAt();
        if (dissolved == null) {
            store.dissolve(run.id(), clock.instant());
        }
        while (store.clear(run.id(), PAGE)) {
            // Page by page, so that no single removal holds up the store.
        }
        if (dissolved != null && dissolved.plus(GRACE).isBefore(clock.instant())) {
            store.forget(run.id());
        }
    }

    private void walk(String id) throws InterruptedException {
        Run run = store.run(id).orElseThrow();
        String cursor = run.cursor();
        long walked = run.walked();
        for (int page = 1;; page++) {
            RunningApp app = wanted().get(id);
            if (app == null || app.trial() == null) {
                return;
            }
            List<String> ids = objects.ids(ObjectType.USER, cursor, PAGE);
            compare(id, app, app.trial(), ids);
            walked += ids.size();
            if (ids.size() < PAGE) {
                store.end(id, owner, walked, clock.instant());
                return;
            }
            cursor = ids.getLast();
            if (!store.advance(id, owner, cursor, walked, clock.instant().plus(HOLD))) {
                return;
            }
            rest.after(page);
        }
    }

    /** The stamps are read before anything else of the persons: whoever is compared by a change after that is not overwritten. */
    private void compare(String run, RunningApp app, Trial trial, List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        Map<String, String> stamps = store.stamps(run, ids);
        Precedence precedence = precedences.precedence();
        Map<String, Set<String>> entitled = app.app().everybody() ? Map.of() : entitlements.appsOf(ids);
        String prefix = app.app().id() + "/";
        Map<String, Decision> decided = decisions.byIds(ids.stream().map(id -> prefix + id).toList());
        Map<String, DirectoryObject> found = objects.byIds(ids);
        Instant now = clock.instant();
        List<Step> steps = new ArrayList<>();
        for (String id : ids) {
            @Nullable DirectoryObject object = found.get(id);
            if (object != null) {
                steps.add(new Step(Evaluation.entry(app, trial, Subject.of(object, precedence),
                        entitled.getOrDefault(id, Set.of()).contains(app.app().id()), decided.get(prefix + id),
                        "walk/" + now.toEpochMilli(), false, now), stamps.get(id)));
            }
        }
        store.walked(run, steps);
    }
}
