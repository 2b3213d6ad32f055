package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount.MatchKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What counts for groups while an app's schema says nothing of them: the display name, and the object id as {@code externalId}.
 * A group that exists already is found by the id first, then by its name.
 */
public final class DefaultGroupMapping implements UserMapping {
    private static final String NAME = "displayName";
    private static final String EXTERNAL_ID = "externalId";

    @Override
    public boolean passes(Map<String, Object> attributes) {
        return true;
    }

    @Override
    public List<Clause> clauses(Map<String, Object> attributes) {
        return List.of();
    }

    @Override
    public Mapped map(Map<String, Object> attributes, Instant now, RandomGenerator random) {
        String id = String.valueOf(attributes.get("objectId"));
        Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
        List<MatchKey> matching = new ArrayList<>(List.of(new MatchKey(EXTERNAL_ID, id)));
        String name = attributes.get(NAME) instanceof String text ? text : "";
        if (!name.isEmpty()) {
            mapped.put(NAME, name);
            matching.add(new MatchKey(NAME, name));
        }
        mapped.put(EXTERNAL_ID, id);
        return new Mapped(name, mapped, Map.of(), Set.of(), Map.of(), matching, List.of());
    }
}
