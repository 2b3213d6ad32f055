package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.Verdict;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.Facts;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.planning.SweepStore.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Walks over everybody of an app, and over its groups, and asks for each to be decided again. One replica holds a walk at a time and prolongs its
 * hold with each page; when it dies another goes on behind the last page that was published.
 */
public final class SweepRunner {
    private static final int PAGE = 500;
    /** Stands before the id of a group where the walk has come to; no object id holds it. */
    private static final String GROUPS = "~";
    private static final Duration HOLD = Duration.ofSeconds(10);

    private final SweepStore sweeps;
    private final AppCatalog apps;
    private final DecisionStore decisions;
    private final Entitlements entitlements;
    private final Walk walk;
    private final Removals removals;
    private final PrecedenceStore precedences;
    private final Publisher publisher;
    private final Clock clock;
    private final String owner;

    /** @param owner names this replica */
    public SweepRunner(SweepStore sweeps, AppCatalog apps, ObjectStore objects, DecisionStore decisions, Entitlements entitlements,
            Candidates candidates, PrecedenceStore precedences, Publisher publisher, Clock clock, String owner) {
        this.sweeps = sweeps;
        this.apps = apps;
        this.decisions = decisions;
        this.entitlements = entitlements;
        this.walk = new Walk(objects, candidates, PAGE);
        this.removals = new Removals(decisions, objects, entitlements, precedences);
        this.precedences = precedences;
        this.publisher = publisher;
        this.clock = clock;
        this.owner = owner;
    }

    /** Walks every walk that nobody else holds. */
    public void run() {
        Instant now = clock.instant();
        for (Sweep sweep : sweeps.claim(owner, now, now.plus(HOLD))) {
            apps.current().stream().filter(app -> app.app().id().equals(sweep.app())).findFirst()
                    .ifPresent(app -> walk(sweep, app));
        }
    }

    private void walk(Sweep sweep, RunningApp app) {
        int removals = sweeps.removals(sweep.id()).orElseGet(() -> counted(sweep, app));
        String cursor = sweep.cursor();
        boolean people = cursor == null || !cursor.startsWith(GROUPS);
        Course course = new Course(sweep, app, precedences.precedence(), removals);
        // People first: who is to be in a group has an account by then, for the most part.
        if (people && !walk(course, ObjectType.USER, walk.concerned(app.app().id(), app.rules().everybody(), cursor))) {
            return;
        }
        String group = people || cursor == null ? null : cursor.substring(GROUPS.length());
        if (app.groups() != null && !walk(course, ObjectType.GROUP, walk.groups(app.app().id(), app.rules().everybody(), group))) {
            return;
        }
        int partitions = publisher.partitions(Topic.DIRECTORY_REEVALUATE);
        if (sweep.syncId() != null) {
            publisher.publish(markers(Topic.DIRECTORY_REEVALUATE, sweep.app(), sweep.syncId(), partitions, clock.instant()));
        }
        sweeps.end(sweep.id(), owner, course.total, partitions);
    }

    /** What stays the same while a walk goes on, and how many it met. */
    private static final class Course {
        final Sweep sweep;
        final RunningApp app;
        final Precedence precedence;
        final int removals;
        long total;

        Course(Sweep sweep, RunningApp app, Precedence precedence, int removals) {
            this.sweep = sweep;
            this.app = app;
            this.precedence = precedence;
            this.removals = removals;
            this.total = sweep.total();
        }
    }

    /** @return false when somebody else holds the walk now, or it was cancelled */
    private boolean walk(Course course, ObjectType type, Iterator<List<DirectoryObject>> pages) {
        Sweep sweep = course.sweep;
        while (pages.hasNext()) {
            List<DirectoryObject> page = pages.next();
            if (page.isEmpty()) {
                continue;
            }
            course.total += concerned(page, course, type);
            publisher.publish(page.stream().map(object -> ask(sweep, object, course.removals)).toList());
            String last = (type == ObjectType.GROUP ? GROUPS : "") + page.getLast().objectId();
            if (!sweeps.advance(sweep.id(), owner, last, course.total, clock.instant().plus(HOLD))) {
                return false;
            }
        }
        return true;
    }

    private int counted(Sweep sweep, RunningApp app) {
        int count = removals.of(app);
        sweeps.counted(sweep.id(), count);
        return count;
    }

    static List<Outgoing> markers(Topic topic, String app, String syncId, int partitions, Instant now) {
        List<Outgoing> markers = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            markers.add(Facts.marker(topic, new SyncMarker(app, syncId, p, partitions), now));
        }
        return markers;
    }

    private Outgoing ask(Sweep sweep, DirectoryObject object, int removals) {
        return Facts.reevaluate(sweep.id(), clock.instant(), new Reevaluate(object.type(), object.objectId(), sweep.app(),
                List.of(), Lane.BULK, sweep.syncId(), null, sweep.initiator(), removals == 0 ? null : removals));
    }

    /** For how many of the page something will be published: who is in scope, and who was. */
    private int concerned(List<DirectoryObject> page, Course course, ObjectType type) {
        RunningApp app = course.app;
        AppRules rules = type == ObjectType.GROUP ? Objects.requireNonNull(app.groups()) : app.rules();
        List<String> ids = page.stream().map(DirectoryObject::objectId).toList();
        Map<String, Set<String>> entitled = rules.everybody() ? Map.of()
                : type == ObjectType.GROUP ? entitlements.direct(ids) : entitlements.appsOf(ids);
        String appId = app.app().id();
        Map<String, Decision> decided = decisions.byIds(ids.stream().map(id -> appId + "/" + id).toList());
        int count = 0;
        for (DirectoryObject object : page) {
            Decision before = decided.get(appId + "/" + object.objectId());
            boolean had = before != null && before.state() != null;
            boolean assigned = entitled.getOrDefault(object.objectId(), Set.of()).contains(appId);
            if (had || Verdict.of(Subject.of(object, course.precedence), rules, assigned).inScope()) {
                count++;
            }
        }
        return count;
    }
}
