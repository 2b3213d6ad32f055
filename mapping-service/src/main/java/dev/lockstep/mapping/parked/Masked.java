package dev.lockstep.mapping.parked;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What may be seen of a message that nobody could use: its structure and the names of its fields, and in place of each value its
 * type and length. Of bytes that are no JSON, only how many they are and where the trouble begins.
 */
final class Masked {
    private static final int DEEPEST = 64;
    private static final int MOST_VALUES = 5_000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private int left = MOST_VALUES;

    private Masked() {
    }

    /**
     * @param kind {@code json}, {@code undecodable} or {@code tombstone}
     * @param bytes how long the value is
     * @param structure null unless it is JSON
     * @param firstBadAt 0-based position of the byte at which reading failed; null for JSON, and where that is not known
     */
    record Content(String kind, long bytes, @Nullable Object structure, @Nullable Long firstBadAt) {
    }

    static Content of(byte @Nullable [] value) {
        if (value == null) {
            return new Content("tombstone", 0, null, null);
        }
        try {
            JsonNode tree = JSON.readTree(value);
            if (tree.isMissingNode()) {
                return new Content("undecodable", value.length, null, 0L);
            }
            return new Content("json", value.length, new Masked().mask(tree), null);
        } catch (JacksonException undecodable) {
            long at = undecodable.getLocation() == null ? -1 : undecodable.getLocation().getByteOffset();
            return new Content("undecodable", value.length, null, at < 0 ? null : Math.min(at, value.length));
        }
    }

    private Object mask(JsonNode node) {
        if (left-- <= 0) {
            return "...";
        }
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    if (left <= 0) {
                        fields.put("...", "...");
                        break;
                    }
                    fields.put(field.getKey(), mask(field.getValue()));
                }
                yield fields;
            }
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (JsonNode item : node) {
                    if (left <= 0) {
                        items.add("...");
                        break;
                    }
                    items.add(mask(item));
                }
                yield items;
            }
            case STRING -> "text(" + node.stringValue().length() + ")";
            case NUMBER -> "number(" + node.asString().length() + ")";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "unknown";
        };
    }
}
