package dev.lockstep.mapping.schema;

import dev.lockstep.mapping.desire.UserMapping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Synchronization schemas in Microsoft Graph's JSON shape. */
public interface Schemas {
    /** Everything that is wrong with it; empty when it can be used. */
    List<SchemaProblem> problems(String schema);

    /** Whether both are one document, in whatever order its keys stand; its own version does not count. */
    boolean same(String a, String b);

    /** Whether both usable schemas give every person the same account, and every group the same group. */
    boolean decideAlike(String a, String b);

    /** What differs between two usable schemas. */
    List<SchemaDifference> differences(String before, String after);

    /** Every mapping of a usable schema on one person. @param attributes with {@code objectId} and {@code IsSoftDeleted} */
    List<PreviewedAttribute> preview(String schema, Map<String, Object> attributes, Instant now, RandomGenerator random);

    /** The user mapping of a usable schema. */
    UserMapping compile(String schema);
}
