package dev.lockstep.mapping.schema;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.Activity;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.administration.AppAdministration;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.App.SweepOrder;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.planning.AppStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saves schemas and keeps what counted before. The previous version is kept first and the app's document changed then, by
 * compare-and-set: dying in between leaves a copy of what still counts, and nothing else.
 */
public final class SchemaAdministration {
    private final AppAdministration apps;
    private final AppStore store;
    private final SchemaArchive archive;
    private final Schemas schemas;
    private final Reach reach;
    private final Clock clock;
    private final Runnable nudge;

    /** @param nudge wakes who empties outboxes */
    public SchemaAdministration(AppAdministration apps, AppStore store, SchemaArchive archive, Schemas schemas, Reach reach, Clock clock,
            Runnable nudge) {
        this.apps = apps;
        this.store = store;
        this.archive = archive;
        this.schemas = schemas;
        this.reach = reach;
        this.clock = clock;
        this.nudge = nudge;
    }

    /**
     * What saving a schema means, or meant.
     *
     * @param changed whether the document differs from the one that counts; when not, nothing is saved
     * @param version number of the version that counts afterwards
     * @param reevaluation whom it concerns
     * @param differences between what counted and what counts afterwards
     */
    public record Saved(boolean changed, long version, Reevaluation reevaluation, List<SchemaDifference> differences) {
    }

    /**
     * @param needed whether people have to be decided again, because the rules changed and the app decides
     * @param users in scope before or after, counted from the directory; 0 when no rule changed
     * @param entering of these, in scope after and not before
     * @param leaving of these, in scope before and not after
     */
    public record Reevaluation(boolean needed, long users, long entering, long leaving) {
        static final Reevaluation NONE = new Reevaluation(false, 0, 0, 0);
    }

    /** What saving would mean; saves nothing. */
    public Saved check(String id, String schema) {
        App app = apps.get(id);
        usable(schema);
        boolean changed = !schemas.same(app.schema(), schema);
        return saved(app, schema, changed ? app.stamp().number() + 1 : app.stamp().number(), changed);
    }

    public Saved save(String id, String schema, @Nullable String comment, String by) {
        apps.get(id);
        usable(schema);
        return replace(id, app -> schema, comment, "The app's mappings were changed.", app -> app.draft(), by);
    }

    /** Lets an earlier version count again, as a new version. */
    public Saved rollback(String id, long number, @Nullable String comment, String by) {
        String schema = version(id, number).schema();
        // The rules of this program may have become stricter since it was saved.
        usable(schema);
        String said = comment == null ? "Rolled back to version " + number + "." : comment;
        return replace(id, app -> schema, said, "The app's mappings were rolled back to version " + number + ".", App::draft, by);
    }

    /** Lets the draft count. Its report dissolves with it. */
    public Saved publish(String id, @Nullable String comment, String by) {
        usable(draft(apps.get(id)).schema());
        return replace(id, app -> draft(app).schema(), comment, "The draft of the app's mappings was published.", app -> null, by);
    }

    private interface FromApp<T> {
        T of(App app);
    }

    private Saved replace(String id, FromApp<String> schema, @Nullable String comment, String summary, FromApp<@Nullable SchemaDraft> draft, String by) {
        while (true) {
            App app = apps.get(id);
            String next = schema.of(app);
            SchemaDraft inShadow = draft.of(app);
            String said = comment == null && inShadow == null && app.draft() != null ? app.draft().comment() : comment;
            if (schemas.same(app.schema(), next)) {
                if (app.draft() == inShadow || drop(app, by)) {
                    return saved(app, next, app.stamp().number(), false);
                }
                continue;
            }
            archive.keep(SchemaVersion.current(app));
            Saved meaning = saved(app, next, app.stamp().number() + 1, true);
            SchemaStamp stamp = new SchemaStamp(meaning.version(), by, clock.instant(), said);
            SweepOrder order = meaning.reevaluation().needed() ? new SweepOrder(app.id() + "-v" + (app.configVersion() + 1), null, by) : null;
            if (store.save(app.schema(next, stamp, inShadow, activity(app, stamp, summary, meaning.differences()), order))) {
                nudge.run();
                return meaning;
            }
        }
    }

    private Saved saved(App app, String next, long version, boolean changed) {
        if (!changed || schemas.decideAlike(app.schema(), next)) {
            return new Saved(changed, version, Reevaluation.NONE, changed ? schemas.differences(app.schema(), next) : List.of());
        }
        Reach.Count count = reach.of(app, schemas.compile(app.schema()), schemas.compile(next));
        return new Saved(true, version, new Reevaluation(app.job().decides(), count.users(), count.entering(), count.leaving()),
                schemas.differences(app.schema(), next));
    }

    private void usable(String schema) {
        List<SchemaProblem> problems = schemas.problems(schema);
        if (!problems.isEmpty()) {
            throw new UnusableSchema(problems);
        }
    }

    /** Newest first, the one that counts among them. @param below a number, or null for all */
    public List<SchemaStamp> versions(String id, @Nullable Long below, int limit) {
        App app = apps.get(id);
        List<SchemaStamp> found = new ArrayList<>();
        if (below == null || below > app.stamp().number()) {
            found.add(app.stamp());
        }
        long end = below == null ? app.stamp().number() : Math.min(below, app.stamp().number());
        found.addAll(archive.page(id, end, limit));
        return found.subList(0, Math.min(limit, found.size()));
    }

    public SchemaVersion version(String id, long number) {
        App app = apps.get(id);
        if (app.stamp().number() == number) {
            return SchemaVersion.current(app);
        }
        // A number above the current one is a copy that a save left which another one overtook.
        return (number < app.stamp().number() ? archive.version(id, number) : java.util.Optional.<SchemaVersion>empty())
                .orElseThrow(() -> Problem.notFound("The version", "List the versions with GET /api/v1/apps/{app}/schema/versions."));
    }

    /** @param name a number, {@code current} or {@code draft} */
    public String schema(String id, String name) {
        return switch (name) {
            case "current" -> apps.get(id).schema();
            case "draft" -> draft(apps.get(id)).schema();
            default -> {
                try {
                    yield version(id, Long.parseLong(name)).schema();
                } catch (NumberFormatException e) {
                    throw Problem.badRequest("malformed", "A version is a number, current or draft.",
                            "List the versions with GET /api/v1/apps/{app}/schema/versions.");
                }
            }
        };
    }

    public List<SchemaDifference> differences(String id, String from, String to) {
        return schemas.differences(schema(id, from), schema(id, to));
    }

    public SchemaDraft draft(String id) {
        return draft(apps.get(id));
    }

    private static SchemaDraft draft(App app) {
        if (app.draft() == null) {
            throw Problem.notFound("The draft", "Save one with PUT /api/v1/apps/{app}/schema/draft.");
        }
        return app.draft();
    }

    /** Saves a draft in the place of the one before. Saving the same document again keeps it and its report. */
    public SchemaDraft putDraft(String id, String schema, @Nullable String comment, String by) {
        apps.get(id);
        usable(schema);
        while (true) {
            App app = apps.get(id);
            if (app.draft() != null && schemas.same(app.draft().schema(), schema)) {
                return app.draft();
            }
            SchemaDraft draft = new SchemaDraft("d" + (app.revision() + 1), schema, by, clock.instant(), comment);
            if (store.save(app.draft(draft, draftActivity(app, draft.id(), "A draft of the app's mappings was saved; it runs in shadow.",
                    schemas.differences(app.schema(), schema), by)))) {
                nudge.run();
                return draft;
            }
        }
    }

    public void dropDraft(String id, String by) {
        App app;
        do {
            app = apps.get(id);
        } while (app.draft() != null && !drop(app, by));
    }

    private boolean drop(App app, String by) {
        boolean saved = store.save(app.draft(null, draftActivity(app, "d" + (app.revision() + 1), "The draft of the app's mappings was discarded.", List.of(), by)));
        nudge.run();
        return saved;
    }

    private Activity activity(App app, SchemaStamp stamp, String summary, List<SchemaDifference> differences) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("configVersion", app.configVersion() + 1);
        detail.put("schemaVersion", stamp.number());
        detail.put("comment", stamp.comment());
        return new Activity("app/" + app.id() + "/" + (app.configVersion() + 1), stamp.savedAt(), "admin", "success", app.id(), null, null,
                stamp.savedBy(), List.of(), summary, changes(differences), null, detail);
    }

    private Activity draftActivity(App app, String draftId, String summary, List<SchemaDifference> differences, String by) {
        return new Activity("app/" + app.id() + "/draft/" + draftId, clock.instant(), "admin", "success", app.id(), null, null, by, List.of(),
                summary, changes(differences), null, Map.of("draft", draftId));
    }

    /** The record names each difference as {@code User/title}; other parts than mappings say which part they are. */
    private static List<Change> changes(List<SchemaDifference> differences) {
        return differences.stream().map(d -> new Change(
                d.part() == SchemaDifference.Part.mapping ? d.object() + "/" + d.name() : d.object() + "/" + d.part() + "/" + d.name(),
                d.before(), d.after())).toList();
    }
}
