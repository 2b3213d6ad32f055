package dev.lockstep.engine.schema;

import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.schema.SchemaProblems.SchemaProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of the document with its place; reading a member of the wrong type is reported, not thrown. */
record JsonNode(Map<String, Object> fields, String pointer, List<SchemaProblem> problems) {

  /** The text, or null when it is absent or null. */
  @Nullable String text(String key) {
    return switch (fields.get(key)) {
      case null -> null;
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag ? "True" : "False";
      default -> {
        wrong(key, "Expected a text.");
        yield null;
      }
    };
  }

  String requiredText(String key) {
    String text = text(key);
    if (text == null || text.isBlank()) {
      if (fields.get(key) == null || text != null) {
        wrong(key, "Expected a text that is not empty.");
      }
      return "";
    }
    return text;
  }

  boolean flag(String key, boolean otherwise) {
    return switch (fields.get(key)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      case String text when text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false") -> text.equalsIgnoreCase("true");
      default -> {
        wrong(key, "Expected true or false.");
        yield otherwise;
      }
    };
  }

  int whole(String key) {
    return switch (fields.get(key)) {
      case null -> 0;
      case Integer number -> number;
      case Number number when number.doubleValue() == number.intValue() -> number.intValue();
      default -> {
        wrong(key, "Expected a whole number.");
        yield 0;
      }
    };
  }

  /** The object, or null when it is absent or null. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  @Nullable JsonNode object(String key) {
    return switch (fields.get(key)) {
      case null -> null;
      case Map<?, ?> object -> new JsonNode((Map<String, Object>) object, at(key), problems);
      default -> {
        wrong(key, "Expected an object.");
        yield null;
      }
    };
  }

  /** The objects of a list; empty when it is absent or null. */
  @SuppressWarnings("unchecked") // JSON objects have text keys
  List<JsonNode> objects(String key) {
    List<JsonNode> found = new ArrayList<>();
    List<?> list = list(key);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Map<?, ?> object) {
        found.add(new JsonNode((Map<String, Object>) object, at(key) + '/' + i, problems));
      } else {
        wrong(key + '/' + i, "Expected an object.");
      }
    }
    return found;
  }

  List<String> texts(String key) {
    List<String> found = new ArrayList<>();
    List<?> list = list(key);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) == null || list.get(i) instanceof Map || list.get(i) instanceof List) {
        wrong(key + '/' + i, "Expected a text.");
      } else {
        found.add(String.valueOf(list.get(i)));
      }
    }
    return found;
  }

  private List<?> list(String key) {
    return switch (fields.get(key)) {
      case null -> List.of();
      case List<?> list -> list;
      default -> {
        wrong(key, "Expected a list.");
        yield List.of();
      }
    };
  }

  String at(String key) {
    return pointer + '/' + key;
  }

  void wrong(String key, String message) {
    report(key, Problem.of(ProblemCode.SCHEMA, message, null));
  }

  void report(String key, Problem problem) {
    problems.add(new SchemaProblem(at(key), problem));
  }
}
