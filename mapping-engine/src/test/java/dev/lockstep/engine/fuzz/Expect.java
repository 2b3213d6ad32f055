package dev.lockstep.engine.fuzz;

/** What must hold for any input. */
final class Expect {
  private Expect() {}

  static void that(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
