package dev.lockstep.console.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Several OpenAPI documents as one: public paths only, names that clash told apart by the service's name. */
final class MergedDescription {
    private static final String PUBLIC = "/api/v1/";
    private static final String SCHEMAS = "#/components/schemas/";
    private final ObjectNode root;
    private final ObjectNode paths;
    private final ObjectNode schemas;
    private final Set<String> operationIds = new HashSet<>();

    MergedDescription(JsonMapper json, String version) {
        root = json.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info").put("title", "Lockstep").put("version", version)
                .put("description", "Keeps the accounts of SCIM applications in lockstep with HR and directory systems.");
        root.putArray("servers").addObject().put("url", "/");
        root.putArray("security").addObject().putArray("bearer");
        paths = root.putObject("paths");
        ObjectNode components = root.putObject("components");
        components.putObject("securitySchemes").putObject("bearer").put("type", "http").put("scheme", "bearer");
        schemas = components.putObject("schemas");
    }

    /** Adds a document; of a path that two documents describe, each keeps the methods that it was first with. */
    void add(String service, JsonNode document) {
        Map<String, String> renamed = new HashMap<>();
        JsonNode itsSchemas = document.path("components").path("schemas");
        itsSchemas.propertyStream().forEach(schema -> {
            JsonNode present = schemas.get(schema.getKey());
            if (present != null && !present.equals(schema.getValue())) {
                renamed.put(schema.getKey(), service + "." + schema.getKey());
            }
        });
        itsSchemas.propertyStream().forEach(schema -> schemas.set(renamed.getOrDefault(schema.getKey(), schema.getKey()),
                withReferences(schema.getValue(), renamed)));
        document.path("paths").propertyStream().filter(path -> path.getKey().startsWith(PUBLIC)).forEach(path -> {
            ObjectNode target = paths.get(path.getKey()) instanceof ObjectNode known ? known : paths.putObject(path.getKey());
            path.getValue().propertyStream().filter(method -> !target.has(method.getKey())).forEach(method ->
                    target.set(method.getKey(), operation(service, withReferences(method.getValue(), renamed))));
        });
    }

    ObjectNode document() {
        return root;
    }

    private JsonNode operation(String service, JsonNode operation) {
        if (operation instanceof ObjectNode object) {
            object.putArray("tags").add(service);
            String id = object.path("operationId").asString("");
            if (!id.isEmpty() && !operationIds.add(id)) {
                String unique = service + "_" + id;
                object.put("operationId", unique);
                operationIds.add(unique);
            }
        }
        return operation;
    }

    private static JsonNode withReferences(JsonNode node, Map<String, String> renamed) {
        JsonNode copy = node.deepCopy();
        rename(copy, renamed);
        return copy;
    }

    private static void rename(JsonNode node, Map<String, String> renamed) {
        if (node instanceof ObjectNode object) {
            JsonNode reference = object.get("$ref");
            if (reference != null && reference.isString() && reference.stringValue().startsWith(SCHEMAS)) {
                String name = reference.stringValue().substring(SCHEMAS.length());
                object.put("$ref", SCHEMAS + renamed.getOrDefault(name, name));
            }
            List<JsonNode> values = new ArrayList<>(object.values());
            values.forEach(value -> rename(value, renamed));
        } else if (node instanceof ArrayNode array) {
            array.forEach(value -> rename(value, renamed));
        }
    }
}
