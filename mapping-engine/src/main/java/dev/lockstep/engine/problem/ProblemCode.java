package dev.lockstep.engine.problem;

/** The closed list of things that can be wrong; {@link #key()} is the spelling in the API. */
public enum ProblemCode {
  /** The text is not an expression, or it is nested deeper than 256. */
  SYNTAX("syntax"),
  UNKNOWN_FUNCTION("unknown-function"),
  /** The number of arguments does not fit the function. */
  ARITY("arity"),
  /** The text has more than 10,000 characters. */
  LENGTH("length"),
  /** A function or comparison stands where it is not allowed. */
  PLACEMENT("placement"),
  /** A value cannot be used: at run time, or already known from a literal when the expression is compiled. */
  EVALUATION("evaluation"),
  /** Every candidate of SelectUniqueValue is taken. */
  NOT_UNIQUE("not-unique"),
  /** An attribute is not defined in the schema's directories. */
  UNKNOWN_ATTRIBUTE("unknown-attribute"),
  /** A mapping as a whole is wrong, for instance two mappings with one target. */
  MAPPING("mapping"),
  /** A scoping filter is wrong. */
  FILTER("filter"),
  /** The JSON of a schema document has not the expected shape. */
  SCHEMA("schema");

  private final String key;

  ProblemCode(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }
}
