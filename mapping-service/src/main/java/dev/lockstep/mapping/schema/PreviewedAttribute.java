package dev.lockstep.mapping.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one mapping in a preview, and where its value came from.
 *
 * @param kind {@code direct}, {@code constant}, {@code expression}, {@code reference} or {@code none}
 * @param source the mapping's expression
 * @param inputs the source attributes that it reads, with their values
 * @param outcome {@code flows}, {@code onCreate}, {@code defaultOnCreate}, {@code reference}, {@code cleared}, {@code notFlowed},
 *        {@code ignored} or {@code failed}
 * @param applied {@code always} or {@code onCreation}
 * @param matchingPriority 0 when it is no matching attribute
 * @param redacted whether value and inputs are hidden because the expression redacts
 */
public record PreviewedAttribute(
        String target,
        String kind,
        String source,
        Map<String, @Nullable Object> inputs,
        String outcome,
        @Nullable Object value,
        boolean defaultApplied,
        String applied,
        int matchingPriority,
        boolean redacted,
        @Nullable SchemaProblem error) {
}
