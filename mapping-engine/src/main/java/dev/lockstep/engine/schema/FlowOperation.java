package dev.lockstep.engine.schema;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an object mapping may do in the target. */
public enum FlowOperation {
  ADD("Add"),
  UPDATE("Update"),
  DELETE("Delete");

  private final String spelling;

  FlowOperation(String spelling) {
    this.spelling = spelling;
  }

  public String spelling() {
    return spelling;
  }

  static @Nullable FlowOperation of(String name) {
    for (FlowOperation operation : values()) {
      if (operation.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
        return operation;
      }
    }
    return null;
  }
}
