package dev.lockstep.engine.context;

/** Answers whether a value is already in use in the target, for SelectUniqueValue. */
@FunctionalInterface
public interface TakenTargetValues {
  /** Nothing is taken. */
  TakenTargetValues NONE = (target, value) -> false;

  /**
   * @param target the SCIM path that the value is meant for; empty when an expression is evaluated on its own
   * @param value the candidate
   */
  boolean isTaken(String target, String value);
}
