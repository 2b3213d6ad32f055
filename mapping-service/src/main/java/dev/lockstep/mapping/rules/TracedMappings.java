package dev.lockstep.mapping.rules;

import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.FlowType;
import dev.lockstep.engine.mapping.MappedValue;
import dev.lockstep.engine.mapping.MappedValue.Outcome;
import dev.lockstep.mapping.schema.PreviewedAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine's trace as previews show it; what an expression redacts is hidden, and what it was made from as well. */
final class TracedMappings {
    private TracedMappings() {
    }

    /** @param mappings in the order of the values */
    static List<PreviewedAttribute> preview(List<AttributeMapping> mappings, List<MappedValue> values) {
        List<PreviewedAttribute> attributes = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            attributes.add(attribute(mappings.get(i), values.get(i)));
        }
        return attributes;
    }

    private static PreviewedAttribute attribute(AttributeMapping mapping, MappedValue value) {
        boolean onCreation = mapping.flowType() == FlowType.OBJECT_ADD_ONLY || mapping.flowType() == FlowType.ATTRIBUTE_ADD_ONLY
                || value.outcome() == Outcome.ON_CREATE;
        return new PreviewedAttribute(value.target(), value.kind().name().toLowerCase(Locale.ROOT), value.source(),
                value.redacted() ? hidden(value.inputs()) : value.inputs(), outcome(value.outcome()),
                value.redacted() && value.value() != null ? Conditions.REDACTED : value.value(), value.defaultApplied(),
                onCreation ? "onCreation" : "always", mapping.matchingPriority(), value.redacted(),
                value.problem() == null ? null : EngineSchemas.problem("", value.problem(), value.source()));
    }

    private static Map<String, @Nullable Object> hidden(Map<String, @Nullable Object> inputs) {
        Map<String, @Nullable Object> hidden = new LinkedHashMap<>();
        inputs.forEach((name, value) -> hidden.put(name, value == null ? null : Conditions.REDACTED));
        return hidden;
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case FLOWS -> "flows";
            case ON_CREATE -> "onCreate";
            case DEFAULT_ON_CREATE -> "defaultOnCreate";
            case REFERENCE -> "reference";
            case CLEARED -> "cleared";
            case NOT_FLOWED -> "notFlowed";
            case IGNORED -> "ignored";
            case FAILED -> "failed";
        };
    }
}
