package dev.lockstep.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The published test vectors, as plain JSON trees. */
public final class Vectors {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Vectors() {}

  public static List<Map<String, Object>> read(String resource) {
    return read(resource, new TypeReference<>() {});
  }

  public static Map<String, Object> readObject(String resource) {
    return read(resource, new TypeReference<>() {});
  }

  private static <T> T read(String resource, TypeReference<T> type) {
    try (InputStream in = Vectors.class.getResourceAsStream("/" + resource)) {
      return MAPPER.readValue(in, type);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The expression text of a vector, which long ones give in parts. */
  @SuppressWarnings("unchecked")
  public static String expression(Map<String, Object> vector) {
    if (vector.get("expression") instanceof String text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    for (List<Object> part : (List<List<Object>>) vector.get("expressionParts")) {
      text.append(((String) part.get(0)).repeat((int) part.get(1)));
    }
    return text.toString();
  }

  public static List<String> expressions() {
    List<String> texts = new ArrayList<>();
    read("expressions.json").forEach(vector -> texts.add(expression(vector)));
    return texts;
  }
}
