package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.MatchKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An app's mapping and scoping filter for people, compiled. For groups it is the same: their name is the {@code userName}, and
 * nothing of it is about their members. Safe for any thread.
 */
public interface UserMapping {

    /** Whether the person or group passes the scoping filter; no filter lets everybody pass. */
    boolean passes(Map<String, Object> attributes);

    /** The filter's clauses and how each came out, for people who ask why. */
    List<Clause> clauses(Map<String, Object> attributes);

    /** @param attributes with {@code objectId} and the computed {@code IsSoftDeleted} */
    Mapped map(Map<String, Object> attributes, Instant now, RandomGenerator random);

    /** How accounts may be written. What is redacted stands with each mapped account. */
    default Conditions conditions() {
        return Conditions.NONE;
    }

    /**
     * @param text {@code <filter title>: <attribute> <operator> <value>}
     */
    record Clause(String text, boolean met) {
    }

    /**
     * What the mapping gives; each field as in {@link dev.lockstep.contracts.DesiredAccount}.
     *
     * @param failures attributes whose expression failed; the others flow all the same
     * @param redacted paths whose values nobody may see
     */
    record Mapped(
            String userName,
            Map<String, @Nullable Object> attributes,
            Map<String, @Nullable Object> onCreateOnly,
            Set<String> cleared,
            Map<String, String> references,
            List<MatchKey> matching,
            List<Failure> failures,
            Set<String> redacted) {
        public Mapped(String userName, Map<String, @Nullable Object> attributes, Map<String, @Nullable Object> onCreateOnly,
                Set<String> cleared, Map<String, String> references, List<MatchKey> matching, List<Failure> failures) {
            this(userName, attributes, onCreateOnly, cleared, references, matching, failures, Set.of());
        }
    }

    /**
     * @param code from the engine, for instance {@code evaluation}
     * @param message never holds a value of the person
     */
    record Failure(String targetAttribute, String expression, String code, String message) {
    }
}
