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

/** The user mapping of a schema, compiled by the engine. */
final class EngineMapping implements UserMapping {
    private static final String USER_NAME = "userName";
    private final MappingSet mappings;
    private final ScopingFilter filter;
    private final Conditions conditions;
    private final @Nullable String defaultDomain;

    EngineMapping(MappingSet mappings, ScopingFilter filter, Conditions conditions, @Nullable String defaultDomain) {
        this.mappings = mappings;
        this.filter = filter;
        this.conditions = conditions;
        this.defaultDomain = defaultDomain;
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
        return mapped(mappings.map(attributes, context(now, random)));
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

    static Mapped mapped(MappedAccount account) {
        Object userName = account.attributes().containsKey(USER_NAME)
                ? account.attributes().get(USER_NAME) : account.onCreateOnly().get(USER_NAME);
        return new Mapped(userName == null ? "" : userName.toString(), account.attributes(), account.onCreateOnly(), account.cleared(),
                account.references(),
                account.matching().stream().map(key -> new DesiredAccount.MatchKey(key.target(), key.value())).toList(),
                account.failures().stream().map(failure -> new Failure(failure.target(), failure.source(),
                        failure.problem().code().key(), failure.problem().message())).toList(),
                account.redacted().keySet());
    }
}
