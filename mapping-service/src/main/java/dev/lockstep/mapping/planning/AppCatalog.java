package dev.lockstep.mapping.planning;

import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.DefaultGroupMapping;
import dev.lockstep.mapping.desire.UserMapping;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The apps with their mappings compiled. Each look reads the apps' revisions, a small query, and compiles only what changed:
 * a decision never rests on a mapping or scope that another replica has replaced before asking for it.
 */
public final class AppCatalog {
    /** A removed app has no mapping any more. */
    private static final UserMapping NOTHING = new UserMapping() {
        @Override
        public boolean passes(Map<String, Object> attributes) {
            return false;
        }

        @Override
        public List<Clause> clauses(Map<String, Object> attributes) {
            return List.of();
        }

        @Override
        public Mapped map(Map<String, Object> attributes, Instant now, RandomGenerator random) {
            throw new IllegalStateException("a removed app maps nobody");
        }
    };

    private final AppStore apps;
    private final SchemaCompiler compiler;
    private Map<String, RunningApp> known = Map.of();

    /** Compiles the mappings of a stored schema, which was checked when it was saved. */
    public interface SchemaCompiler {
        UserMapping compile(String schema);

        /** For groups; null when the schema has a mapping for them that is switched off. */
        default @Nullable UserMapping compileGroups(String schema) {
            return new DefaultGroupMapping();
        }
    }

    /**
     * An app and what deciding for it depends on.
     *
     * @param groups for groups; null when they are not written to this app
     * @param trial its draft, or null; also null for a draft that was saved once and cannot be used any more
     */
    public record RunningApp(App app, AppRules rules, @Nullable AppRules groups, @Nullable Trial trial) {
    }

    public AppCatalog(AppStore apps, SchemaCompiler compiler) {
        this.apps = apps;
        this.compiler = compiler;
    }

    /** All apps that are not removed. */
    public synchronized List<RunningApp> current() {
        Map<String, Long> revisions = apps.revisions();
        Map<String, RunningApp> next = new LinkedHashMap<>();
        revisions.forEach((id, revision) -> {
            RunningApp old = known.get(id);
            if (old != null && old.app().revision() == revision) {
                next.put(id, old);
            } else {
                apps.byId(id).ifPresent(app -> next.put(id, running(app, old)));
            }
        });
        known = next;
        return next.values().stream().filter(known -> !known.app().removed()).toList();
    }

    private RunningApp running(App app, @Nullable RunningApp old) {
        UserMapping mapping = old != null && old.app().schema().equals(app.schema())
                ? old.rules().mapping()
                : app.removed() ? NOTHING : compiler.compile(app.schema());
        return new RunningApp(app, AppRules.of(app, mapping), groups(app, old), trial(app, old));
    }

    private @Nullable AppRules groups(App app, @Nullable RunningApp old) {
        if (!app.groupsEnabled() || app.removed()) {
            return null;
        }
        AppRules known = old == null || !old.app().schema().equals(app.schema()) ? null : old.groups();
        UserMapping mapping = known == null ? compiler.compileGroups(app.schema()) : known.mapping();
        return mapping == null ? null : AppRules.of(app, mapping);
    }

    private @Nullable Trial trial(App app, @Nullable RunningApp old) {
        SchemaDraft draft = app.draft();
        if (draft == null) {
            return null;
        }
        Trial before = old == null ? null : old.trial();
        try {
            UserMapping mapping = before != null && before.draft().equals(draft) ? before.rules().mapping() : compiler.compile(draft.schema());
            return new Trial(Trial.run(app, draft), draft, AppRules.of(app, mapping));
        } catch (RuntimeException unusable) {
            // What counts must go on whatever a draft is like; its report tells.
            return null;
        }
    }
}
