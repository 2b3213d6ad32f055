package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.App.SweepOrder;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Facts;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.planning.SweepStore.Sweep;
import dev.lockstep.mapping.schema.SchemaArchive;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does what an app's outbox asks for, then empties it. Dying in between only repeats it. When the app changed meanwhile, the
 * newest settings are published once more, so that they are the last on the topic.
 */
public final class Announcer {
    private static final int PAGE = 500;

    private final AppStore apps;
    private final SweepStore sweeps;
    private final DecisionStore decisions;
    private final AssignmentStore assignments;
    private final SchemaArchive archive;
    private final Publisher publisher;
    private final Clock clock;

    public Announcer(AppStore apps, SweepStore sweeps, DecisionStore decisions, AssignmentStore assignments,
            SchemaArchive archive, Publisher publisher, Clock clock) {
        this.apps = apps;
        this.sweeps = sweeps;
        this.decisions = decisions;
        this.assignments = assignments;
        this.archive = archive;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Empties every outbox.
     *
     * @return whether there was any
     */
    public boolean run() {
        List<App> waiting = apps.withOutbox();
        waiting.forEach(this::empty);
        return !waiting.isEmpty();
    }

    private void empty(App first) {
        App app = first;
        boolean done = false;
        while (!done) {
            announce(app);
            done = apps.save(app.with(App.Outbox.EMPTY));
            Optional<App> now = done ? Optional.empty() : apps.byId(app.id());
            done |= now.isEmpty();
            app = now.orElse(app);
        }
    }

    private void announce(App app) {
        List<Outgoing> outgoing = new ArrayList<>();
        outgoing.add(app.removed() ? Outgoing.tombstone(Topic.APP_CONFIG, app.id()) : Facts.config(app.config(), clock.instant()));
        app.outbox().activities().forEach(activity -> outgoing.add(Facts.activity(activity)));
        publisher.publish(outgoing);
        if (app.outbox().tombstones()) {
            withdraw(app);
        }
        SweepOrder order = app.outbox().sweep();
        if (order != null && !app.removed()) {
            sweeps.cancelOthers(app.id(), order.id(), order.syncId() != null);
            sweeps.begin(Sweep.fresh(order.id(), app.id(), order.syncId(), order.initiator(), clock.instant()));
        }
    }

    /** No attributes of anybody stay on the topic for an app that is no more. Accounts are left as they are. */
    private void withdraw(App app) {
        sweeps.cancelOthers(app.id(), "", true);
        assignments.removeAll(app.id());
        archive.forget(app.id(), app.stamp().number());
        String after = null;
        List<Decision> page;
        do {
            page = decisions.page(app.id(), after, PAGE);
            publisher.publish(page.stream().filter(d -> d.version() > 0)
                    .map(d -> new Outgoing(Topic.ACCOUNT_DESIRED, d.id(), null, d.slotKey(), null)).toList());
            List<DecisionStore.Step> steps = page.stream().filter(d -> d.state() != null)
                    .map(d -> new DecisionStore.Step(d.version(), d.withdrawn())).toList();
            if (!steps.isEmpty()) {
                decisions.store(steps);
            }
            after = page.isEmpty() ? null : page.getLast().objectId();
        } while (page.size() == PAGE);
        int partitions = publisher.partitions(Topic.ACCOUNT_DESIRED);
        List<Outgoing> markers = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            String key = new SyncMarker(app.id(), "", p, partitions).key();
            markers.add(new Outgoing(Topic.ACCOUNT_DESIRED, key, null, key, p));
        }
        publisher.publish(markers);
    }
}
