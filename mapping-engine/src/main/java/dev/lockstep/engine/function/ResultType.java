package dev.lockstep.engine.function;

/** What a function gives; {@link #label()} is the type's name in the API. */
public enum ResultType {
  TEXT("String"),
  NUMBER("Number"),
  FLAG("Boolean"),
  MOMENT("DateTime"),
  LIST("Collection"),
  /** The type of one of the arguments. */
  ANY("Any");

  private final String label;

  ResultType(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
