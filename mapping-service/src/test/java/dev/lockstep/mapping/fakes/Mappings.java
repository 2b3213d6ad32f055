package dev.lockstep.mapping.fakes;

import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.mapping.desire.UserMapping;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is easy to see through: userName, displayName, active and manager; everybody passes whose department is not
 * {@code hidden}.
 */
public class Mappings implements UserMapping {
    @Override
    public boolean passes(Map<String, Object> attributes) {
        return !"hidden".equals(attributes.get("department"));
    }

    @Override
    public List<Clause> clauses(Map<String, Object> attributes) {
        return List.of(new Clause("Visible: department NOT EQUALS hidden", passes(attributes)));
    }

    @Override
    public Mapped map(Map<String, Object> attributes, Instant now, RandomGenerator random) {
        String userName = String.valueOf(attributes.getOrDefault("userPrincipalName", ""));
        Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
        mapped.put("userName", userName);
        mapped.put("active", !Boolean.TRUE.equals(attributes.get("IsSoftDeleted")));
        if (attributes.containsKey("displayName")) {
            mapped.put("displayName", attributes.get("displayName"));
        }
        Map<String, String> references = attributes.get("manager") instanceof String manager ? Map.of("manager", manager) : Map.of();
        List<Failure> failures = attributes.containsKey("broken")
                ? List.of(new Failure("title", "Mid([broken], 0, 1)", "evaluation", "The start must be at least 1.")) : List.of();
        return new Mapped(userName, mapped, Map.of(), Set.of(), references, List.of(new MatchKey("userName", userName)), failures);
    }
}
