package dev.lockstep.mapping.fakes;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.shadow.LiveShadow;
import dev.lockstep.mapping.shadow.ShadowReports;
import dev.lockstep.mapping.shadow.ShadowWalk;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AssignmentStore.Assignment;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import dev.lockstep.mapping.planning.DecideBatch;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.sweep.AssignmentFanOut;
import dev.lockstep.mapping.sweep.Candidates;
import dev.lockstep.mapping.sweep.EndOfSync;
import dev.lockstep.mapping.sweep.Removals;
import dev.lockstep.mapping.sweep.SweepRunner;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The whole service without store and broker, whose process can be told to die at a step. */
public final class World implements Publisher {
    public final InMemoryObjects objects = new InMemoryObjects();
    public final InMemoryMemberships memberships = new InMemoryMemberships();
    public final InMemoryDecisions decisions = new InMemoryDecisions();
    public final InMemoryAssignments assignments = new InMemoryAssignments();
    public final InMemoryApps apps = new InMemoryApps();
    public final InMemorySweeps sweeps = new InMemorySweeps();
    public final InMemoryPrecedence precedences = new InMemoryPrecedence();
    public final Clock clock = Clock.fixed(Changes.AT, ZoneOffset.UTC);
    public final Entitlements entitlements = new Entitlements(memberships, assignments, objects);
    public final InMemorySchemaArchive archive = new InMemorySchemaArchive();
    public final InMemoryShadows shadows = new InMemoryShadows();
    /** What schemas mean, by their text; any other is {@link Mappings}. */
    public final Map<String, UserMapping> mappings = new HashMap<>();
    public final AppCatalog catalog = new AppCatalog(apps, schema -> mappings.getOrDefault(schema, new Mappings()));
    public final List<Outgoing> published = new ArrayList<>();
    /** Requests of replays that no outcome will answer. */
    public final List<DecideBatch.Replayed> replayed = new ArrayList<>();
    private final List<Received> topic = new ArrayList<>();
    private @Nullable Crash crash;
    private int publishes;

    /** Where the process dies. */
    public enum Crash {
        BEFORE_PUBLISH, AFTER_PUBLISH
    }

    public DecideBatch decide() {
        return new DecideBatch(objects, memberships, catalog, precedences, decisions, entitlements,
                new EndOfSync(sweeps, this, clock), this, new LiveShadow(shadows, clock), replayed::addAll, clock);
    }

    public SweepRunner sweeper(String owner) {
        return new SweepRunner(sweeps, catalog, objects, decisions, entitlements, new Candidates(assignments, decisions, entitlements),
                precedences, this, clock, owner);
    }

    public ShadowWalk shadowWalk(String owner, ShadowWalk.Rest rest) {
        return new ShadowWalk(shadows, catalog, objects, decisions, entitlements, precedences, rest, clock, owner);
    }

    public ShadowReports reports() {
        return new ShadowReports(catalog, shadows, objects);
    }

    /** Puts a draft beside what counts. @param schema a text that {@link #mappings} knows */
    public void draft(String app, String id, String schema) {
        App stored = apps.byId(app).orElseThrow();
        apps.save(stored.draft(new SchemaDraft(id, schema, "ann", Changes.AT, null), new Activity("draft/" + id, Changes.AT, "admin", "success", app,
                null, null, "ann", List.of(), "A draft was saved.", List.of(), null, Map.of())));
    }

    /** The next publish, or the n-th from now, ends the process. */
    public void dieAt(Crash point, int inPublishes) {
        crash = point;
        publishes = inPublishes;
    }

    public App app(String id, boolean everybody, boolean running) {
        return app(id, everybody, running, false);
    }

    /** An app that groups and members are written to. */
    public App groupApp(String id, boolean everybody) {
        return app(id, everybody, true, true);
    }

    private App app(String id, boolean everybody, boolean running, boolean groupsEnabled) {
        Job job = running ? new Job.Running(new Job.Sync(id + "-s1", Changes.AT, "ann")) : Job.OFF;
        App app = new App(id, "scim", id, "https://x/scim", null, 1, job, true, everybody, groupsEnabled, new AppConfig.Notifications(null, false),
                new AppConfig.RemovalThreshold(10, 10), new AppConfig.Limits(1, 0), AppConfig.OnPurge.DELETE,
                AppConfig.Policies.STANDARD, AppConfig.TargetProfile.standard(), "{}", new SchemaStamp(1, "ann", Changes.AT, null), null, "salt", false, 0, App.Outbox.EMPTY);
        apps.save(app);
        return app;
    }

    public Activity activity(String id) {
        return new Activity(id, Changes.AT, "admin", "success", null, null, null, "ann", List.of(), "Something was changed.", List.of(), null, Map.of());
    }

    public void assign(String app, Kind kind, String principal) {
        assignments.save(new Assignment(app, kind, principal, true, 1, true, "ann", Changes.AT));
    }

    public void unassign(String app, Kind kind, String principal) {
        Assignment before = assignments.byId(Assignment.id(app, kind, principal)).orElseThrow();
        assignments.save(before.change(false, "ann", Changes.AT));
    }

    public AssignmentFanOut fanOut() {
        return new AssignmentFanOut(assignments, apps, entitlements, catalog, new Removals(decisions, objects, entitlements, precedences), this);
    }

    /** Another schema counts for the app from now on. */
    public void schema(String app, String text, UserMapping meaning) {
        mappings.put(text, meaning);
        App stored = apps.byId(app).orElseThrow();
        apps.save(stored.schema(text, new SchemaStamp(2, "ann", Changes.AT, null), null, new Activity("schema/" + text, Changes.AT, "admin", "success", app,
                null, null, "ann", List.of(), "Another schema.", List.of(), null, Map.of()), null).with(App.Outbox.EMPTY));
    }

    /** Puts a message on a topic, at the next offset. */
    public Received put(Topic on, String key, Message message) {
        Envelope<?> envelope = Codec.envelope("id-" + topic.size(), "test", key, Changes.AT, message);
        Received record = new Received(on.topicName(), 0, topic.size(), key, Codec.encode(envelope), envelope);
        topic.add(record);
        return record;
    }

    public Received put(dev.lockstep.contracts.DirectoryChange change) {
        return put(Topic.DIRECTORY_CHANGES, change.objectId(), change);
    }

    /** Handles changes as one batch. */
    public void handle(dev.lockstep.contracts.DirectoryChange... changes) {
        decide().handle(java.util.Arrays.stream(changes).map(this::put).toList());
    }

    /** Handles every Reevaluate and marker that was published so far and not handled yet. */
    public void handleReevaluates() {
        List<Outgoing> waiting = published.stream().filter(o -> o.topic() == Topic.DIRECTORY_REEVALUATE).toList();
        published.removeAll(waiting);
        decide().handle(waiting.stream().map(o -> put(o.topic(), o.key(), java.util.Objects.requireNonNull(o.envelope()).data())).toList());
    }

    public List<DesiredAccount> desires() {
        return all(DesiredAccount.class);
    }

    public List<Activity> activities() {
        return all(Activity.class);
    }

    public List<Reevaluate> reevaluates() {
        return all(Reevaluate.class);
    }

    public <M extends Message> List<M> all(Class<M> kind) {
        return published.stream().filter(o -> o.envelope() != null).<Message>map(o -> o.envelope().data())
                .filter(kind::isInstance).map(kind::cast).toList();
    }

    public @Nullable Decision decision(String app, String object) {
        return decisions.byIds(List.of(app + "/" + object)).get(app + "/" + object);
    }

    @Override
    public void publish(List<Outgoing> messages) {
        boolean dies = crash != null && --publishes <= 0;
        if (dies && crash == Crash.BEFORE_PUBLISH) {
            crash = null;
            throw new NotPublished("any", new IllegalStateException("the process died"));
        }
        published.addAll(messages);
        if (dies) {
            crash = null;
            throw new NotPublished("any", new IllegalStateException("the process died"));
        }
    }

    @Override
    public CompletableFuture<Void> publishAsync(List<Outgoing> messages) {
        publish(messages);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public int partitions(Topic on) {
        return 4;
    }
}
