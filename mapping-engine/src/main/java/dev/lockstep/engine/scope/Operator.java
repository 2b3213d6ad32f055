package dev.lockstep.engine.scope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators of scoping clauses, each with the name that is written and the other spellings that are understood. */
public enum Operator {
  EQUALS("EQUALS", true, "EQUAL", "EQ", "=", "=="),
  NOT_EQUALS("NOT EQUALS", true, "NOT EQUAL", "NE", "<>", "!="),
  IS_TRUE("IS TRUE", false, "TRUE"),
  IS_FALSE("IS FALSE", false, "FALSE"),
  IS_NULL("IS NULL", false, "NULL", "NOT PRESENT"),
  IS_NOT_NULL("IS NOT NULL", false, "NOT NULL", "PRESENT", "IS PRESENT"),
  REGEX_MATCH("REGEX MATCH", true, "REGEX", "MATCHES"),
  NOT_REGEX_MATCH("NOT REGEX MATCH", true, "NOT REGEX"),
  GREATER_THAN("Greater_Than", true, "GT", ">"),
  GREATER_THAN_OR_EQUALS("Greater_Than_OR_EQUALS", true, "GREATER THAN OR EQUAL", "GE", ">="),
  INCLUDES("Includes", true, "INCLUDE", "CONTAINS"),
  ENDS_WITH("ENDS_WITH", true, "END WITH"),
  IS_IN("&", true, "IS CONTAINED IN"),
  IS_NOT_IN("!&", true, "IS NOT CONTAINED IN", "NOT &");

  private static final Map<String, Operator> SPELLINGS = spellings();

  private final String spelling;
  private final boolean needsValue;
  private final List<String> others;

  Operator(String spelling, boolean needsValue, String... others) {
    this.spelling = spelling;
    this.needsValue = needsValue;
    this.others = List.of(others);
  }

  private static Map<String, Operator> spellings() {
    Map<String, Operator> found = new HashMap<>();
    for (Operator operator : values()) {
      found.put(plain(operator.spelling), operator);
      found.put(plain(operator.name()), operator);
      operator.others.forEach(other -> found.put(plain(other), operator));
    }
    return Map.copyOf(found);
  }

  private static String plain(String spelling) {
    return spelling.replaceAll("[\\s_-]", "").toUpperCase(Locale.ROOT);
  }

  /** The operator of a name in any spelling, or null. */
  public static @Nullable Operator of(String spelling) {
    return SPELLINGS.get(plain(spelling));
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Operator operator : values()) {
      names.add(operator.spelling);
    }
    return names;
  }

  /** The name as a synchronization schema has it. */
  public String spelling() {
    return spelling;
  }

  /** Whether the clause compares with a configured value. */
  public boolean needsValue() {
    return needsValue;
  }
}
