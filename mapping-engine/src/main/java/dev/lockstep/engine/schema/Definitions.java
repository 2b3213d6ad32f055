package dev.lockstep.engine.schema;

import dev.lockstep.engine.mapping.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects and attributes that the document's directories define. */
final class Definitions {
  /** Directory, object, attribute, type; empty when the document defines nothing. */
  private final Map<String, Map<String, Map<String, TargetType>>> directories = new LinkedHashMap<>();

  static Definitions read(JsonNode document) {
    Definitions definitions = new Definitions();
    for (JsonNode directory : document.objects("directories")) {
      Map<String, Map<String, TargetType>> objects = new LinkedHashMap<>();
      for (JsonNode object : directory.objects("objects")) {
        Map<String, TargetType> attributes = new LinkedHashMap<>();
        for (JsonNode attribute : object.objects("attributes")) {
          String type = attribute.text("type");
          attributes.put(attribute.requiredText("name"), type == null ? TargetType.UNSPECIFIED : TargetType.of(type));
        }
        objects.put(object.requiredText("name"), attributes);
      }
      definitions.directories.put(directory.requiredText("name"), objects);
    }
    return definitions;
  }

  /** Types by name of an object's attributes; null when the object is not defined, so that nothing can be checked by it. */
  @Nullable Map<String, TargetType> attributes(@Nullable String directory, String object) {
    Map<String, Map<String, TargetType>> objects = directory == null ? null : directories.get(directory);
    return objects == null ? null : objects.get(object);
  }

  /** The objects of a directory; null when the directory is not defined. */
  @Nullable List<String> objects(@Nullable String directory) {
    Map<String, Map<String, TargetType>> objects = directory == null ? null : directories.get(directory);
    return objects == null ? null : List.copyOf(objects.keySet());
  }
}
