package dev.lockstep.engine.function;

/** What a parameter takes; {@link #label()} is the type's name in the API. */
public enum ParameterType {
  TEXT("String"),
  INTEGER("Integer"),
  DATE("DateTime"),
  /** A comparison, a boolean or the text of one. */
  CONDITION("Condition"),
  /** Any value; null is handed on as it is. */
  ANY("Any"),
  /** One or several values. */
  LIST("Collection"),
  /** The appRoleAssignments attribute. */
  ROLES("AppRoles"),
  /** A regular expression in the .NET dialect; a literal is compiled with the expression. */
  REGEX("Regex"),
  /** A .NET date format; a literal is compiled with the expression. */
  DATE_FORMAT("DateFormat"),
  /** Names of .NET DateTimeStyles. */
  DATE_STYLES("DateTimeStyles"),
  /** One of yyyy, m, d, ww, h, n, s. */
  INTERVAL("Interval"),
  /** vbTextCompare or vbBinaryCompare. */
  COMPARE("CompareType"),
  /** A language tag such as tr-TR. */
  CULTURE("Culture");

  private final String label;

  ParameterType(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Whether a function's result can be an argument of this type at all; what depends on the value is told when it is there. */
  public boolean accepts(ResultType result) {
    return switch (this) {
      case TEXT, ANY, LIST, REGEX -> true;
      case INTEGER -> result != ResultType.FLAG && result != ResultType.MOMENT;
      case DATE -> result != ResultType.FLAG && result != ResultType.NUMBER;
      case CONDITION -> result != ResultType.MOMENT;
      case ROLES -> result == ResultType.ANY;
      case DATE_FORMAT, DATE_STYLES, INTERVAL, COMPARE, CULTURE -> result == ResultType.TEXT || result == ResultType.ANY;
    };
  }
}
