package dev.lockstep.engine.schema;

import dev.lockstep.engine.schema.SchemaProblems.SchemaProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A synchronization schema in Microsoft Graph's JSON shape (resource type synchronizationSchema). The document itself is kept, so that
 * whatever is not understood here survives a round trip; the rules are the understood part of it.
 *
 * <p>Extension of the shape: {@code flowNullValues: true} on an attribute mapping clears the target attribute when the source has no value.
 */
public final class SyncSchema {
  private final Map<String, Object> document;
  private final List<Rule> rules;

  /** A synchronization rule: its object mappings belong to one pair of directories. */
  public record Rule(String id, String name, int priority, List<ObjectMapping> objectMappings) {
    public Rule {
      objectMappings = List.copyOf(objectMappings);
    }
  }

  private SyncSchema(Map<String, Object> document, List<Rule> rules) {
    this.document = document;
    this.rules = rules;
  }

  /**
   * Reads and compiles a document.
   *
   * @param document a JSON tree of Map, List, String, Number, Boolean and null
   * @throws SchemaProblems with every problem of the document
   */
  public static SyncSchema parse(Map<String, Object> document) {
    List<SchemaProblem> problems = new ArrayList<>();
    Map<String, Object> copy = copy(document);
    List<Rule> rules = rules(new JsonNode(copy, "", problems));
    if (!problems.isEmpty()) {
      throw new SchemaProblems(problems.stream().distinct().toList());
    }
    return new SyncSchema(copy, rules);
  }

  /** Every problem of a document; empty when it can be used. */
  public static List<SchemaProblem> check(Map<String, Object> document) {
    try {
      parse(document);
      return List.of();
    } catch (SchemaProblems found) {
      return found.problems();
    }
  }

  private static List<Rule> rules(JsonNode document) {
    Definitions definitions = Definitions.read(document);
    List<Rule> rules = new ArrayList<>();
    if (document.fields().get("synchronizationRules") == null) {
      document.wrong("synchronizationRules", "The document has no synchronization rules.");
    }
    for (JsonNode rule : document.objects("synchronizationRules")) {
      ObjectMappingReader reader = new ObjectMappingReader(definitions, rule.text("sourceDirectoryName"), rule.text("targetDirectoryName"));
      String id = rule.text("id");
      String name = rule.text("name");
      List<ObjectMapping> mappings = rule.objects("objectMappings").stream().map(reader::read).toList();
      rules.add(new Rule(id == null ? "" : id, name == null ? "" : name, rule.whole("priority"), mappings));
    }
    rules.sort(Comparator.comparingInt(Rule::priority));
    return List.copyOf(rules);
  }

  /** The rules in ascending priority, the order in which they are processed. */
  public List<Rule> rules() {
    return rules;
  }

  /** All object mappings in processing order. */
  public List<ObjectMapping> objectMappings() {
    return rules.stream().flatMap(rule -> rule.objectMappings().stream()).toList();
  }

  /** The first object mapping for a kind of source object, for instance {@code User}. */
  public Optional<ObjectMapping> objectMapping(String sourceObject) {
    return objectMappings().stream().filter(mapping -> mapping.sourceObject().equals(sourceObject)).findFirst();
  }

  /** The whole document, as it was read; unmodifiable. */
  public Map<String, Object> toJson() {
    return document;
  }

  private static Map<String, Object> copy(Map<?, ?> object) {
    Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(object.size());
    object.forEach((key, value) -> copy.put(String.valueOf(key), copied(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copied(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> object -> copy(object);
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(each -> copy.add(copied(each)));
        yield Collections.unmodifiableList(copy);
      }
      case Object scalar -> scalar;
    };
  }
}
