package dev.lockstep.mapping.rules;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.schema.ObjectMapping;
import dev.lockstep.engine.schema.SyncSchema;
import dev.lockstep.mapping.administration.Schemas;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.planning.AppCatalog.SchemaCompiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    @Override
    public List<Change> changes(String before, String after) {
        Map<String, String> old = described(SyncSchema.parse(tree(before)));
        Map<String, String> now = described(SyncSchema.parse(tree(after)));
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        return names.stream().filter(name -> !Objects.equals(old.get(name), now.get(name)))
                .map(name -> new Change(name, old.get(name), now.get(name))).toList();
    }

    private static Map<String, String> described(SyncSchema schema) {
        Map<String, String> described = new HashMap<>();
        for (ObjectMapping object : schema.objectMappings()) {
            String prefix = object.sourceObject() + "/";
            described.put(prefix + "enabled", String.valueOf(object.enabled()));
            described.put(prefix + "scope", object.scope().isEmpty() ? "everybody" : object.scope().toString());
            for (AttributeMapping mapping : object.attributeMappings()) {
                described.put(prefix + mapping.target(), mapping.source().text() + " " + mapping.flowType()
                        + (mapping.matchingPriority() > 0 ? " match " + mapping.matchingPriority() : "")
                        + (mapping.defaultValue() == null ? "" : " default " + mapping.defaultValue())
                        + (mapping.clearWhenNull() ? " clears" : ""));
            }
        }
        return described;
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
