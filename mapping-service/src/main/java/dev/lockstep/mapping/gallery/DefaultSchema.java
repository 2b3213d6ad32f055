package dev.lockstep.mapping.gallery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Composes a template's default synchronization schema in Microsoft Graph's JSON shape. */
final class DefaultSchema {
    private static final String SOURCE_DIRECTORY = "Lockstep directory";
    /** Entra's name for the target of any SCIM app. */
    private static final String TARGET_DIRECTORY = "customappsso";
    private static final String TARGET_USER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Map<String, Object> source;
    private final Map<String, Object> target;

    DefaultSchema(Map<String, Object> source, Map<String, Object> target) {
        this.source = source;
        this.target = target;
    }

    Map<String, Object> of(String template, List<Map<String, Object>> mappings) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("id", template);
        schema.put("version", "template");
        schema.put("synchronizationRules", List.of(rule(template, mappings)));
        schema.put("directories", List.of(
                directory(template, SOURCE_DIRECTORY, "User", attributes(source)),
                directory(template, TARGET_DIRECTORY, TARGET_USER, attributes(target))));
        return schema;
    }

    private static Map<String, Object> rule(String template, List<Map<String, Object>> mappings) {
        Map<String, @Nullable Object> users = new LinkedHashMap<>();
        users.put("enabled", true);
        users.put("flowTypes", "Add,Update,Delete");
        users.put("name", "Provision Users");
        users.put("sourceObjectName", "User");
        users.put("targetObjectName", TARGET_USER);
        users.put("scope", null);
        users.put("attributeMappings", mappings.stream().map(DefaultSchema::mapping).toList());
        users.put("metadata", List.of());
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("editable", true);
        rule.put("id", id(template + "/rule"));
        rule.put("name", "USER_OUTBOUND_USER");
        rule.put("priority", 1);
        rule.put("sourceDirectoryName", SOURCE_DIRECTORY);
        rule.put("targetDirectoryName", TARGET_DIRECTORY);
        rule.put("metadata", List.of());
        rule.put("objectMappings", List.of(users));
        return rule;
    }

    private static Map<String, @Nullable Object> mapping(Map<String, Object> described) {
        String expression = (String) described.get("source");
        boolean direct = expression.startsWith("[");
        Map<String, Object> from = new LinkedHashMap<>();
        from.put("expression", expression);
        from.put("name", direct ? expression.substring(1, expression.length() - 1) : expression.substring(0, expression.indexOf('(')));
        from.put("type", direct ? "Attribute" : "Function");
        from.put("parameters", List.of());
        Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
        mapping.put("targetAttributeName", described.get("target"));
        mapping.put("source", from);
        mapping.put("matchingPriority", described.getOrDefault("match", 0));
        mapping.put("flowType", "Always");
        mapping.put("flowBehavior", "FlowWhenChanged");
        mapping.put("defaultValue", null);
        mapping.put("exportMissingReferences", false);
        return mapping;
    }

    private static Map<String, @Nullable Object> directory(String template, String name, String object, List<?> attributes) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", object);
        described.put("attributes", attributes);
        described.put("metadata", List.of());
        described.put("supportedApis", List.of());
        Map<String, @Nullable Object> directory = new LinkedHashMap<>();
        directory.put("id", id(template + "/" + name));
        directory.put("name", name);
        directory.put("readOnly", false);
        directory.put("discoverabilities", "None");
        directory.put("discoveryDateTime", null);
        directory.put("version", null);
        directory.put("metadata", List.of());
        directory.put("objects", List.of(described));
        return directory;
    }

    private static List<Map<String, @Nullable Object>> attributes(Map<String, Object> described) {
        List<Map<String, @Nullable Object>> attributes = new ArrayList<>();
        described.forEach((name, flags) -> attributes.add(attribute(name, (Map<?, ?>) flags)));
        return attributes;
    }

    private static Map<String, @Nullable Object> attribute(String name, Map<?, ?> flags) {
        Object type = flags.get("type");
        Object references = flags.get("references");
        Map<String, @Nullable Object> attribute = new LinkedHashMap<>();
        attribute.put("name", name);
        attribute.put("type", type == null ? "String" : type);
        attribute.put("anchor", Boolean.TRUE.equals(flags.get("anchor")));
        attribute.put("caseExact", Boolean.TRUE.equals(flags.get("caseExact")));
        attribute.put("multivalued", Boolean.TRUE.equals(flags.get("multivalued")));
        attribute.put("required", Boolean.TRUE.equals(flags.get("required")));
        attribute.put("mutability", "ReadWrite");
        attribute.put("defaultValue", null);
        attribute.put("flowNullValues", false);
        attribute.put("metadata", List.of());
        Map<String, @Nullable Object> reference = new LinkedHashMap<>();
        reference.put("referencedObjectName", references);
        reference.put("referencedProperty", null);
        attribute.put("referencedObjects", references == null ? List.of() : List.of(reference));
        return attribute;
    }

    /** The same id each time. */
    private static String id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
