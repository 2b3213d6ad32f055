package dev.lockstep.mapping.rules;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.MappedAccount;
import dev.lockstep.engine.mapping.MappingSet;
import dev.lockstep.engine.mapping.MappingTrace;
import dev.lockstep.engine.scope.FilterExplanation;
import dev.lockstep.engine.scope.ScopingFilter;
import dev.lockstep.mapping.desire.UserMapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The mapping of a schema for people, or for groups, compiled by the engine. */
final class EngineMapping implements UserMapping {
    private static final String USER_NAME = "userName";
    private static final String DISPLAY_NAME = "displayName";
    private final MappingSet mappings;
    private final ScopingFilter filter;
    private final Conditions conditions;
    private final @Nullable String defaultDomain;
    private final String name;

    EngineMapping(MappingSet mappings, ScopingFilter filter, Conditions conditions, @Nullable String defaultDomain) {
        this(mappings, filter, conditions, defaultDomain, USER_NAME);
    }

    private EngineMapping(MappingSet mappings, ScopingFilter filter, Conditions conditions, @Nullable String defaultDomain, String name) {
        this.mappings = mappings;
        this.filter = filter;
        this.conditions = conditions;
        this.defaultDomain = defaultDomain;
        this.name = name;
    }

    /** @param mappings without members */
    static EngineMapping ofGroups(MappingSet mappings, ScopingFilter filter, Conditions conditions, @Nullable String defaultDomain) {
        return new EngineMapping(mappings, filter, conditions, defaultDomain, DISPLAY_NAME);
    }

    @Override
    public Conditions conditions() {
        return conditions;
    }

    @Override
    public boolean passes(Map<String, Object> attributes) {
        return filter.matches(attributes);
    }

    @Override
    public List<Clause> clauses(Map<String, Object> attributes) {
        List<Clause> clauses = new ArrayList<>();
        for (FilterExplanation.GroupResult group : filter.explain(attributes).groups()) {
            for (FilterExplanation.ClauseResult clause : group.clauses()) {
                String text = group.name() + ": " + clause.attribute() + " " + clause.operator() + " " + String.join(", ", clause.values());
                clauses.add(new Clause(text.strip(), clause.holds()));
            }
        }
        return clauses;
    }

    @Override
    public Mapped map(Map<String, Object> attributes, Instant now, RandomGenerator random) {
        return mapped(mappings.map(attributes, context(now, random)), name);
    }

    /** One pass that tells both what flows and where each value comes from. */
    MappingTrace trace(Map<String, Object> attributes, Instant now, RandomGenerator random) {
        return mappings.trace(attributes, context(now, random));
    }

    List<AttributeMapping> attributes() {
        return mappings.mappings();
    }

    private EvaluationContext context(Instant now, RandomGenerator random) {
        return EvaluationContext.at(now, random).withDefaultDomain(defaultDomain);
    }

    private static Mapped mapped(MappedAccount account, String name) {
        Object userName = account.attributes().containsKey(name) ? account.attributes().get(name) : account.onCreateOnly().get(name);
        return new Mapped(userName == null ? "" : userName.toString(), account.attributes(), account.onCreateOnly(), account.cleared(),
                account.references(),
                account.matching().stream().map(key -> new DesiredAccount.MatchKey(key.target(), key.value())).toList(),
                account.failures().stream().map(failure -> new Failure(failure.target(), failure.source(),
                        failure.problem().code().key(), failure.problem().message())).toList(),
                account.redacted().keySet());
    }
}
