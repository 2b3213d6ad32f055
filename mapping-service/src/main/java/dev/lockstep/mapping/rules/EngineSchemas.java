package dev.lockstep.mapping.rules;

import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.schema.ObjectMapping;
import dev.lockstep.engine.schema.SyncSchema;
import dev.lockstep.mapping.administration.Schemas;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.planning.AppCatalog.SchemaCompiler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Schemas checked and compiled by the engine. */
public final class EngineSchemas implements Schemas, SchemaCompiler {
    private static final String USER = "User";
    private final JsonMapper json;
    private final @Nullable String defaultDomain;

    /** @param defaultDomain the organisation's mail domain for {@code DefaultDomain()}, or null */
    public EngineSchemas(JsonMapper json, @Nullable String defaultDomain) {
        this.json = json;
        this.defaultDomain = defaultDomain;
    }

    @Override
    public List<dev.lockstep.kit.web.Problem.Detail> problems(String schema) {
        Map<String, Object> tree;
        try {
            tree = tree(schema);
        } catch (JacksonException e) {
            return List.of(new dev.lockstep.kit.web.Problem.Detail("", "schema", "The document is no JSON object."));
        }
        List<SyncProblem> found = SyncSchema.check(tree).stream().map(p -> new SyncProblem(p.pointer(), p.problem())).toList();
        if (!found.isEmpty()) {
            return found.stream().map(SyncProblem::detail).toList();
        }
        if (userMapping(SyncSchema.parse(tree)).isEmpty()) {
            return List.of(new dev.lockstep.kit.web.Problem.Detail("/synchronizationRules", "mapping",
                    "No enabled object mapping has the source object User; without one everybody would fall out of scope."));
        }
        return List.of();
    }

    private record SyncProblem(String pointer, Problem problem) {
        dev.lockstep.kit.web.Problem.Detail detail() {
            String caret = problem.caret().isEmpty() ? "" : "\n" + problem.caret();
            String suggestion = problem.suggestion() == null ? "" : " Did you mean " + problem.suggestion() + "?";
            return new dev.lockstep.kit.web.Problem.Detail(pointer, problem.code().key(), problem.message() + suggestion + caret);
        }
    }

    @Override
    public UserMapping compile(String schema) {
        ObjectMapping users = userMapping(SyncSchema.parse(tree(schema)))
                .orElseThrow(() -> new IllegalStateException("a stored schema has no user mapping"));
        return new EngineMapping(users.mappings(), users.filter(), defaultDomain);
    }

    private static Optional<ObjectMapping> userMapping(SyncSchema schema) {
        return schema.objectMappings().stream().filter(mapping -> mapping.sourceObject().equals(USER) && mapping.enabled()).findFirst();
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    private Map<String, Object> tree(String schema) {
        return json.readValue(schema, Map.class);
    }
}
