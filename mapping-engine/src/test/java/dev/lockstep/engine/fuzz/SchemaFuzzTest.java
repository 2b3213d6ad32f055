package dev.lockstep.engine.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.schema.ObjectMapping;
import dev.lockstep.engine.schema.SchemaProblems;
import dev.lockstep.engine.schema.SchemaProblems.SchemaProblem;
import dev.lockstep.engine.schema.SyncSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

class SchemaFuzzTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BASE = """
      {"id": "x", "synchronizationRules": [{"id": "r", "name": "n", "priority": 1, "sourceDirectoryName": "S", "targetDirectoryName": "T",
        "objectMappings": [{"name": "m", "enabled": true, "flowTypes": "Add, Update, Delete", "sourceObjectName": "User", "targetObjectName": "U",
          "scope": {"groups": [{"name": "g", "clauses": [{"sourceOperandName": "mail", "operatorName": "REGEX MATCH", "targetOperand": {"values": ["@x$"]}}]}]},
          "attributeMappings": [
            {"targetAttributeName": "userName", "matchingPriority": 1, "flowType": "Always", "defaultValue": null, "flowNullValues": false,
             "source": {"type": "Attribute", "name": "mail", "expression": "[mail]", "parameters": []}},
            {"targetAttributeName": "title", "matchingPriority": 0, "flowType": "ObjectAddOnly", "defaultValue": "x",
             "source": {"type": "Function", "name": "Append", "expression": "Append([mail], \\"x\\")", "parameters": [{"key": "a", "value": {}}]}},
            {"targetAttributeName": "active", "source": {"type": "Constant", "name": "True", "expression": "\\"True\\""}},
            {"targetAttributeName": "locale", "defaultValue": "en", "source": null}]}]}],
       "directories": [{"name": "S", "objects": [{"name": "User", "attributes": [{"name": "mail", "type": "String"}]}]},
         {"name": "T", "objects": [{"name": "U", "attributes": [{"name": "userName", "type": "String"}, {"name": "title", "type": "String"},
           {"name": "active", "type": "Boolean"}, {"name": "locale", "type": "Integer"}]}]}]}""";
  private static final List<String> KEYS = List.of("source", "expression", "type", "name", "flowType", "scope", "groups", "clauses", "values", "priority",
      "matchingPriority", "enabled", "attributes", "objects", "directories", "synchronizationRules", "objectMappings", "attributeMappings", "flowNullValues");

  /** Any change to a document leaves one that is read and kept as it is, or refused with pointers. */
  @FuzzTest(maxDuration = "10m")
  void any_document_is_kept_as_it_is_or_refused(FuzzedDataProvider data) {
    Map<String, @Nullable Object> document = tree();
    for (int i = data.consumeInt(1, 6); i > 0; i--) {
      change(document, data);
    }
    @SuppressWarnings("unchecked") // a JSON tree holds nulls
    Map<String, Object> given = (Map<String, Object>) (Map<String, ?>) document;
    try {
      SyncSchema schema = SyncSchema.parse(given);
      Expect.that(schema.toJson().equals(document), "the document did not survive");
      for (ObjectMapping mapping : schema.objectMappings()) {
        mapping.filter().matches(Map.of("mail", "a@x"));
        mapping.mappings().trace(Map.of("mail", "a@x"), EvaluationContext.at(Instant.EPOCH, new Random(1)));
      }
    } catch (SchemaProblems refused) {
      for (SchemaProblem problem : refused.problems()) {
        Expect.that(problem.pointer().isEmpty() || problem.pointer().startsWith("/"), "a problem without a pointer");
      }
    }
  }

  @SuppressWarnings("unchecked") // the base is an object
  private static Map<String, @Nullable Object> tree() {
    return JSON.readValue(BASE, Map.class);
  }

  /** Walks down the tree and changes what it comes to. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static void change(Object tree, FuzzedDataProvider data) {
    if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
      Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) map;
      String key = List.copyOf(object.keySet()).get(data.consumeInt(0, object.size() - 1));
      Object child = object.get(key);
      if (child != null && !(child instanceof String) && data.consumeInt(0, 4) > 0) {
        change(child, data);
      } else if (data.consumeInt(0, 6) == 0) {
        object.put(data.pickValue(KEYS), any(data, 2));
      } else {
        object.put(key, any(data, 2));
      }
    } else if (tree instanceof List<?> list && !list.isEmpty()) {
      List<@Nullable Object> items = (List<@Nullable Object>) list;
      int index = data.consumeInt(0, items.size() - 1);
      Object child = items.get(index);
      if (child != null && data.consumeInt(0, 5) > 0) {
        change(child, data);
      } else {
        items.set(index, any(data, 2));
      }
    }
  }

  private static @Nullable Object any(FuzzedDataProvider data, int depth) {
    return switch (data.consumeInt(0, depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1, 2 -> data.consumeString(40);
      case 3 -> data.consumeInt();
      case 4 -> data.consumeBoolean();
      case 5 -> data.consumeDouble();
      case 6 -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
          items.add(any(data, depth - 1));
        }
        yield items;
      }
      default -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
          fields.put(data.consumeBoolean() ? data.pickValue(KEYS) : data.consumeString(8), any(data, depth - 1));
        }
        yield fields;
      }
    };
  }
}
