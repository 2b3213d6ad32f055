package dev.lockstep.engine.mapping;

import java.util.Locale;

/** The type of a target attribute, which decides the JSON that a value becomes. */
public enum TargetType {
  /** Not known: text stays text, a boolean a boolean, a number a number; {@code active} and {@code primary} become booleans. */
  UNSPECIFIED,
  STRING,
  BOOLEAN,
  INTEGER,
  /** A date made by a function becomes ISO 8601 text (RFC 7643 section 2.3.5); text stays as it is. */
  DATE_TIME,
  /** The value is the id of another source object, which the writer turns into the id of its account. */
  REFERENCE,
  BINARY;

  /** The type of a name in a synchronization schema; anything unknown is unspecified. */
  public static TargetType of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "string" -> STRING;
      case "boolean" -> BOOLEAN;
      case "integer" -> INTEGER;
      case "datetime" -> DATE_TIME;
      case "reference" -> REFERENCE;
      case "binary" -> BINARY;
      default -> UNSPECIFIED;
    };
  }
}
