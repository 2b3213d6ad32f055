package dev.lockstep.engine.mapping;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When a mapping is applied; {@link #spelling()} is the name in a synchronization schema. */
public enum FlowType {
  ALWAYS("Always"),
  /** Only when the account is created. */
  OBJECT_ADD_ONLY("ObjectAddOnly"),
  /** Values of a multi-valued attribute are added and not removed; applied like always. */
  MULTI_VALUE_ADD_ONLY("MultiValueAddOnly"),
  /** Values are added and not removed; applied like always. */
  VALUE_ADD_ONLY("ValueAddOnly"),
  /** Only while the target has no value; applied on creation only, so that a value in the target is never overwritten. */
  ATTRIBUTE_ADD_ONLY("AttributeAddOnly");

  private final String spelling;

  FlowType(String spelling) {
    this.spelling = spelling;
  }

  public String spelling() {
    return spelling;
  }

  boolean onlyOnCreate() {
    return this == OBJECT_ADD_ONLY || this == ATTRIBUTE_ADD_ONLY;
  }

  /** The flow type of a schema's name in any case, or null. */
  public static @Nullable FlowType of(String spelling) {
    for (FlowType type : values()) {
      if (type.spelling.toLowerCase(Locale.ROOT).equals(spelling.toLowerCase(Locale.ROOT))) {
        return type;
      }
    }
    return null;
  }
}
