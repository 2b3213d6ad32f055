package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.Facts;
import dev.lockstep.mapping.replay.Replay.Counts;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.Wait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sends the items of replays, a few at each step, and sees when they are through. One replica holds a replay at a time and
 * prolongs its hold with each step; when it dies another goes on with what is stored as waiting. What it remembers between
 * two steps is speed alone.
 */
public final class ReplayRunner {
    static final Duration HOLD = Duration.ofSeconds(10);
    private static final Duration BUSY = Duration.ofMillis(150);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration RECOUNT = Duration.ofMillis(500);
    private static final Duration SLOWEST_RECOUNT = Duration.ofSeconds(5);
    private static final int COUNTED_PER_MILLI = 10;
    /** After so long without any settled item an app is named as what the replay waits for. */
    private static final Duration STILL = Duration.ofSeconds(30);
    /** After so long, and then twice as long each time, the items are sent once more: an answer may have been lost. */
    private static final Duration LOST = Duration.ofMinutes(10);
    private static final int LONGEST = 7;
    /** After so long the writer's own retries are over, so nothing more is to be heard. */
    private static final Duration OVER = Duration.ofDays(29);

    private final ReplayStore store;
    private final AppCatalog apps;
    private final Publisher publisher;
    private final Clock clock;
    private final String owner;
    private final Map<String, Course> courses = new HashMap<>();

    /** What this replica knows of a replay that it holds. */
    private static final class Course {
        final Pace pace;
        final Map<String, Window> windows = new HashMap<>();
        final Map<String, Integer> repeats = new HashMap<>();
        final Map<String, Instant> stopped = new HashMap<>();
        Instant countedAt = Instant.EPOCH;
        /** Nothing is sent and not settled, and nothing was to be sent. */
        boolean quiet;

        Course(Pace pace) {
            this.pace = pace;
        }
    }

    /** @param owner names this replica */
    public ReplayRunner(ReplayStore store, AppCatalog apps, Publisher publisher, Clock clock, String owner) {
        this.store = store;
        this.apps = apps;
        this.publisher = publisher;
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * One step of every replay that nobody else holds.
     *
     * @return when the next step is due
     */
    public Duration step() {
        Instant now = clock.instant();
        List<Replay> held = store.claim(owner, now, now.plus(HOLD));
        courses.keySet().retainAll(held.stream().map(Replay::id).collect(Collectors.toSet()));
        boolean busy = false;
        for (Replay replay : held) {
            if (replay.state() == Replay.State.RUNNING) {
                run(replay);
                busy = true;
            } else {
                close(replay);
            }
        }
        return busy ? BUSY : IDLE;
    }

    private void run(Replay replay) {
        tell(replay, replay.counts());
        Course course = courses.computeIfAbsent(replay.id(), id -> new Course(new Pace(replay.perSecond(), clock.instant())));
        List<Wait> waits = send(replay, course);
        Instant now = clock.instant();
        if (Duration.between(course.countedAt, now).compareTo(course.quiet ? RECOUNT : recount(replay.counts().matched())) < 0) {
            return;
        }
        course.countedAt = now;
        Counts counts = store.count(replay.id());
        // Settled items stay settled, so what is through is through.
        boolean done = counts.done() >= counts.matched();
        store.progress(replay, owner, counts, done ? List.of() : waits, done ? now : null);
    }

    /** Counting reads every item, so large replays are counted less often. */
    private static Duration recount(long items) {
        Duration slow = Duration.ofMillis(items / COUNTED_PER_MILLI);
        return slow.compareTo(RECOUNT) < 0 ? RECOUNT : slow.compareTo(SLOWEST_RECOUNT) > 0 ? SLOWEST_RECOUNT : slow;
    }

    private void close(Replay replay) {
        Counts counts = store.count(replay.id());
        if (store.progress(replay, owner, counts, List.of(), null)) {
            tell(replay, counts);
            store.rest(replay);
        }
    }

    private void tell(Replay replay, Counts counts) {
        Replay now = new Replay(replay.id(), replay.kind(), replay.state(), replay.filter(), replay.reason(), replay.apps(), replay.perSecond(),
                replay.by(), replay.createdAt(), replay.startedAt(), replay.endedAt(), replay.cancelledBy(), counts, replay.waitsFor(),
                replay.told(), replay.touched());
        List<Activity> facts = ReplayFacts.of(now);
        if (facts.size() > replay.told()) {
            publisher.publish(facts.subList(replay.told(), facts.size()).stream().map(Facts::activity).toList());
            store.told(replay.id(), facts.size());
        }
    }

    /** Gives what it waits for. Each app has a window of its own, so that one that stands still does not hold up another. */
    private List<Wait> send(Replay replay, Course course) {
        Map<String, App> running = apps.current().stream().map(AppCatalog.RunningApp::app).collect(Collectors.toMap(App::id, app -> app));
        List<Wait> waits = new ArrayList<>();
        List<String> open = new ArrayList<>();
        course.quiet = true;
        boolean over = replay.startedAt() != null && Duration.between(replay.startedAt(), clock.instant()).compareTo(OVER) > 0;
        for (String id : replay.apps()) {
            App app = running.get(id);
            if (over) {
                store.settleApp(replay.id(), id, Result.FAILED, "no-answer", clock.instant());
            } else if (app == null) {
                store.settleApp(replay.id(), id, Result.NOTHING, "app-removed", clock.instant());
            } else if (app.job() instanceof Job.Running) {
                course.stopped.remove(id);
                open.add(id);
            } else if (store.inFlight(replay.id(), id) > 0 || !store.waiting(replay.id(), id, 1).isEmpty()) {
                waits.add(new Wait(id, app.job().status(), course.stopped.computeIfAbsent(id, stopped -> clock.instant())));
            }
        }
        int allowed = course.pace.allowed(clock.instant());
        for (int i = 0; i < open.size(); i++) {
            // What an app does not use the next ones may.
            int share = (allowed + open.size() - i - 1) / (open.size() - i);
            allowed -= send(replay, open.get(i), course, share, waits);
        }
        return waits;
    }

    private int send(Replay replay, String app, Course course, int share, List<Wait> waits) {
        long inFlight = store.inFlight(replay.id(), app);
        Instant now = clock.instant();
        Window window = course.windows.computeIfAbsent(app, fresh -> new Window(inFlight, now));
        int room = Math.min(share, window.room(inFlight, now));
        Duration still = Duration.between(window.stillSince(), now);
        if (still.compareTo(STILL) >= 0) {
            waits.add(new Wait(app, "writer", window.stillSince()));
        }
        int repeats = course.repeats.getOrDefault(app, 0);
        if (still.compareTo(LOST.multipliedBy(1L << Math.min(repeats, LONGEST))) >= 0) {
            course.repeats.put(app, repeats + 1);
            store.again(replay.id(), app);
            window.restart(now);
        }
        List<Item> items = room <= 0 ? List.of() : store.waiting(replay.id(), app, room);
        if (!items.isEmpty()) {
            publisher.publish(items.stream().map(item -> ask(replay, item, now)).toList());
            store.sent(replay.id(), items);
            window.sent(items.size());
            course.pace.spend(items.size());
        }
        course.quiet &= inFlight == 0 && items.isEmpty() && room > 0;
        return items.size();
    }

    /** Whether an object is a user or a group its owner knows; a membership is asked of the owner of its group. Object ids hold no slash. */
    private static Outgoing ask(Replay replay, Item item, Instant now) {
        int slash = item.objectId().indexOf('/');
        if (slash < 0) {
            return Facts.reevaluate(replay.id(), now, new Reevaluate(ObjectType.USER, item.objectId(), item.app(), List.of(), Lane.REPLAY, null,
                    replay.id(), replay.by()));
        }
        return Facts.reevaluateMembers(replay.id(), now, new Reevaluate(ObjectType.GROUP, item.objectId().substring(0, slash), item.app(), List.of(), Lane.REPLAY,
                null, replay.id(), replay.by(), null, List.of(item.objectId().substring(slash + 1))));
    }
}
