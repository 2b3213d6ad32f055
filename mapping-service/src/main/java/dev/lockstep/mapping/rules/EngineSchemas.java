package dev.lockstep.mapping.rules;

import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.MappingSet;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.schema.ObjectMapping;
import dev.lockstep.engine.schema.SchemaProblems.SchemaProblem;
import dev.lockstep.engine.schema.SyncSchema;
import dev.lockstep.mapping.desire.DefaultGroupMapping;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.planning.AppCatalog.SchemaCompiler;
import dev.lockstep.mapping.schema.PreviewedAttribute;
import dev.lockstep.mapping.schema.SchemaDifference;
import dev.lockstep.mapping.schema.Schemas;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Schemas checked, compared and compiled by the engine. */
public final class EngineSchemas implements Schemas, SchemaCompiler {
    /** What an answer adds to the document; it comes back with a document that was read, changed and sent. */
    private static final Set<String> NOT_OF_THE_DOCUMENT = Set.of("version", "lockstep");
    private static final String MEMBERS = "members";
    private final JsonMapper json;
    private final @Nullable String defaultDomain;

    /** @param defaultDomain the organisation's mail domain for {@code DefaultDomain()}, or null */
    public EngineSchemas(JsonMapper json, @Nullable String defaultDomain) {
        this.json = json;
        this.defaultDomain = defaultDomain;
    }

    @Override
    public List<dev.lockstep.mapping.schema.SchemaProblem> problems(String schema) {
        Map<String, Object> tree;
        try {
            tree = tree(schema);
        } catch (JacksonException e) {
            return List.of(dev.lockstep.mapping.schema.SchemaProblem.of("", "schema", "The document is no JSON object."));
        }
        List<SchemaProblem> found = SyncSchema.check(tree);
        if (!found.isEmpty()) {
            return found.stream().map(each -> problem(each.pointer(), each.problem(), text(tree, each.pointer()))).toList();
        }
        if (SchemaModel.users(SyncSchema.parse(tree)).isEmpty()) {
            return List.of(dev.lockstep.mapping.schema.SchemaProblem.of("/synchronizationRules", "mapping",
                    "No enabled object mapping has the source object User; without one everybody would fall out of scope."));
        }
        return List.of();
    }

    /** @param text the expression at that place, or null */
    static dev.lockstep.mapping.schema.SchemaProblem problem(String pointer, Problem problem, @Nullable String text) {
        boolean placed = !problem.caret().isEmpty();
        String message = problem.message() + (problem.suggestion() == null ? "" : " Did you mean " + problem.suggestion() + "?")
                + (placed ? "\n" + problem.caret() : "");
        return new dev.lockstep.mapping.schema.SchemaProblem(pointer, problem.code().key(), message, placed ? problem.position() : null,
                placed ? problem.length() : null, placed ? problem.caret() : null, Expectations.of(problem, text), problem.suggestion());
    }

    private static @Nullable String text(Map<String, Object> tree, String pointer) {
        Object at = SchemaModel.at(tree, pointer);
        Object found = at instanceof Map<?, ?> source ? source.get("expression") : at;
        return found instanceof String text ? text : null;
    }

    @Override
    public boolean same(String a, String b) {
        return document(a).equals(document(b));
    }

    private Map<String, Object> document(String schema) {
        Map<String, Object> document = new LinkedHashMap<>(tree(schema));
        document.keySet().removeAll(NOT_OF_THE_DOCUMENT);
        return document;
    }

    @Override
    public boolean decideAlike(String a, String b) {
        SyncSchema before = SyncSchema.parse(tree(a));
        SyncSchema after = SyncSchema.parse(tree(b));
        return SchemaModel.of(before, users(before)).equals(SchemaModel.of(after, users(after))) && groups(before).equals(groups(after));
    }

    private static Optional<SchemaModel> groups(SyncSchema schema) {
        return SchemaModel.groups(schema).map(mapping -> SchemaModel.of(schema, mapping));
    }

    private static ObjectMapping users(SyncSchema schema) {
        return SchemaModel.users(schema).orElseThrow(() -> new IllegalStateException("a stored schema has no user mapping"));
    }

    @Override
    public List<SchemaDifference> differences(String before, String after) {
        return SchemaDifferences.between(SyncSchema.parse(tree(before)), SyncSchema.parse(tree(after)));
    }

    @Override
    public List<PreviewedAttribute> preview(String schema, Map<String, Object> attributes, Instant now, RandomGenerator random) {
        EngineMapping mapping = compile(schema);
        return TracedMappings.preview(mapping.attributes(), mapping.trace(attributes, now, random).values());
    }

    @Override
    public EngineMapping compile(String schema) {
        SyncSchema parsed = SyncSchema.parse(tree(schema));
        ObjectMapping users = users(parsed);
        SchemaModel model = SchemaModel.of(parsed, users);
        return new EngineMapping(users.mappings(), users.filter(), new Conditions(model.operations(), model.always(), Set.of()), defaultDomain);
    }

    @Override
    public @Nullable UserMapping compileGroups(String schema) {
        SyncSchema parsed = SyncSchema.parse(tree(schema));
        ObjectMapping groups = SchemaModel.groups(parsed).orElse(null);
        if (groups == null) {
            return new DefaultGroupMapping();
        }
        if (!groups.enabled()) {
            return null;
        }
        SchemaModel model = SchemaModel.of(parsed, groups);
        // Each membership is a desire of its own, so what a schema maps to the list of members is not part of the group.
        List<AttributeMapping> mappings = groups.attributeMappings().stream().filter(mapping -> !mapping.target().equalsIgnoreCase(MEMBERS)).toList();
        return EngineMapping.ofGroups(MappingSet.compile(mappings), groups.filter(), new Conditions(model.operations(), model.always(), Set.of()), defaultDomain);
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    private Map<String, Object> tree(String schema) {
        return json.readValue(schema, Map.class);
    }
}
