package dev.lockstep.ingest.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON as plain values: text, {@link Long}, {@link Double}, boolean, null, list, map. */
public final class JsonValues {
    private JsonValues() {
    }

    /** @throws NumberOutOfRange for a number that no {@link Long} or {@link Double} holds */
    public static @Nullable Object of(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(node.size());
            node.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(node.size());
            node.forEach(entry -> list.add(of(entry)));
            return list;
        }
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNull()) {
            return null;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        double number = node.isNumber() && !node.isIntegralNumber() ? node.doubleValue() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new NumberOutOfRange();
        }
        return number;
    }

    /** A number too large for the directory. */
    public static final class NumberOutOfRange extends RuntimeException {
        NumberOutOfRange() {
            super("number out of range", null, false, false);
        }
    }
}
