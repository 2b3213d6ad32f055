package dev.lockstep.writer.scim;

import dev.lockstep.writer.fault.Answer.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads what targets send, within limits, and never trusts it. */
final class Bodies {
    private static final int MOST = 10 << 20;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(64).maxStringLength(1 << 20).maxDocumentLength(MOST).build()).build()).build();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {
    };

    private Bodies() {
    }

    /** @param scimType empty when there is none */
    record Read(Body kind, @Nullable Map<String, @Nullable Object> resource, List<Map<String, @Nullable Object>> resources, long total, String scimType) {
        static Read of(Body kind) {
            return new Read(kind, null, List.of(), 0, "");
        }
    }

    static byte[] write(Map<String, ? extends @Nullable Object> body) {
        return JSON.writeValueAsBytes(body);
    }

    static Read read(byte[] bytes) {
        if (bytes.length == 0) {
            return Read.of(Body.EMPTY);
        }
        Map<String, @Nullable Object> json;
        try {
            json = JSON.readValue(bytes, OBJECT);
        } catch (JacksonException e) {
            return Read.of(Body.OTHER);
        }
        if (json == null) {
            return Read.of(Body.OTHER);
        }
        if (json.get("totalResults") != null) {
            return list(json);
        }
        if (json.get("id") instanceof String || json.get("id") instanceof Number) {
            return new Read(Body.RESOURCE, json, List.of(), 0, "");
        }
        boolean error = json.get("scimType") != null || String.valueOf(json.get("schemas")).contains("urn:ietf:params:scim:api:messages:2.0:Error");
        String type = json.get("scimType") instanceof String text && text.length() < 40 ? text : "";
        return new Read(error ? Body.SCIM_ERROR : Body.OTHER, null, List.of(), 0, type);
    }

    @SuppressWarnings("unchecked")
    private static Read list(Map<String, @Nullable Object> json) {
        long total;
        try {
            total = Long.parseLong(String.valueOf(json.get("totalResults")));
        } catch (NumberFormatException e) {
            return Read.of(Body.OTHER);
        }
        Object given = json.getOrDefault("Resources", json.get("resources"));
        List<Map<String, @Nullable Object>> resources = new ArrayList<>();
        if (given instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> map && map.get("id") != null) {
                    resources.add((Map<String, @Nullable Object>) map);
                }
            }
        }
        return new Read(Body.LIST, null, resources, total, "");
    }
}
