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
}
