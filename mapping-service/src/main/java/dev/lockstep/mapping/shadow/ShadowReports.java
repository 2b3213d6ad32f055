package dev.lockstep.mapping.shadow;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.shadow.ShadowStore.Entry;
import dev.lockstep.mapping.shadow.ShadowStore.Run;
import java.time.Instant;
import java.util.Comparator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a draft would change, as far as it is known now. */
public final class ShadowReports {
    private final AppCatalog apps;
    private final ShadowStore store;
    private final ObjectStore objects;

    public ShadowReports(AppCatalog apps, ShadowStore store, ObjectStore objects) {
        this.apps = apps;
        this.store = store;
        this.objects = objects;
    }

    /**
     * @param state {@code starting}: no comparison yet, for instance because the draft or what counts has just changed;
     *        {@code running}: the walk over the directory is on its way; {@code complete}; {@code unusable}: this version of the
     *        program cannot use the draft any more
     * @param publishedVersion number of the schema that the draft is compared with
     * @param live how many persons were compared again because something about them changed
     */
    public record Report(String app, String state, String draftId, String savedBy, Instant savedAt, @Nullable String comment,
            long publishedVersion, @Nullable Instant startedAt, @Nullable Instant endedAt, Progress progress, long live, Counts counts,
            List<AttributeCount> byAttribute, List<AttributeCount> failuresByAttribute) {
    }

    /** @param total persons in the directory */
    public record Progress(long walked, long total) {
    }

    /**
     * Accounts, each counted once in {@code changes}, {@code enters}, {@code leaves} or {@code stays}.
     *
     * @param failing accounts with attributes that the draft cannot compute
     */
    public record Counts(long changes, long enters, long leaves, long stays, long failing) {
    }

    public record AttributeCount(String attribute, long accounts) {
    }

    public Report report(String app) {
        RunningApp running = running(app);
        App stored = running.app();
        SchemaDraft draft = draft(stored);
        Run run = running.trial() == null ? null : store.run(running.trial().run()).filter(found -> found.dissolvedAt() == null).orElse(null);
        long total = objects.count(ObjectType.USER);
        if (run == null) {
            return new Report(app, running.trial() == null ? "unusable" : "starting", draft.id(), draft.savedBy(), draft.savedAt(), draft.comment(),
                    stored.stamp().number(), null, null, new Progress(0, total), 0, new Counts(0, 0, 0, 0, 0), List.of(), List.of());
        }
        Counts counts = new Counts(count(run, Finding.Kind.changes.name()), count(run, Finding.Kind.enters.name()),
                count(run, Finding.Kind.leaves.name()), count(run, Finding.Kind.stays.name()), count(run, Finding.FAILED));
        List<AttributeCount> byAttribute = new ArrayList<>();
        List<AttributeCount> failures = new ArrayList<>();
        for (String mark : run.marks()) {
            add(byAttribute, Finding.attributeOf(mark), run, mark);
            add(failures, Finding.failedAttributeOf(mark), run, mark);
        }
        Comparator<AttributeCount> most = Comparator.comparingLong(AttributeCount::accounts).reversed().thenComparing(AttributeCount::attribute);
        byAttribute.sort(most);
        failures.sort(most);
        return new Report(app, run.endedAt() == null ? "running" : "complete", draft.id(), draft.savedBy(), draft.savedAt(), draft.comment(),
                stored.stamp().number(), run.startedAt(), run.endedAt(), new Progress(run.walked(), Math.max(total, run.walked())), run.live(),
                counts, byAttribute, failures);
    }

    private long count(Run run, String mark) {
        return run.marks().contains(mark) ? store.count(run.id(), mark) : 0;
    }

    private void add(List<AttributeCount> counts, @Nullable String attribute, Run run, String mark) {
        long accounts = attribute == null ? 0 : store.count(run.id(), mark);
        if (attribute != null && accounts > 0) {
            counts.add(new AttributeCount(attribute, accounts));
        }
    }

    /** Affected persons behind an object id, in order of the id. @param mark as {@link Finding#marks()} has them */
    public List<Entry> accounts(String app, String mark, @Nullable String after, int limit) {
        RunningApp running = running(app);
        draft(running.app());
        if (running.trial() == null || store.run(running.trial().run()).filter(run -> run.dissolvedAt() == null).isEmpty()) {
            return List.of();
        }
        return store.page(running.trial().run(), mark, after, limit);
    }

    private RunningApp running(String app) {
        return apps.current().stream().filter(each -> each.app().id().equals(app)).findFirst()
                .orElseThrow(() -> Problem.notFound("The app", "List the apps with GET /api/v1/apps."));
    }

    private static SchemaDraft draft(App app) {
        if (app.draft() == null) {
            throw Problem.notFound("The draft", "Save one with PUT /api/v1/apps/{app}/schema/draft.");
        }
        return app.draft();
    }
}
