package dev.lockstep.engine.fuzz;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What must hold for any input. */
final class Expect {
  /** Time of the processor, not of the wall: other work on the machine must not look like a finding. Instrumented code is several times slower. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Expect() {}

  static void that(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  static void soon(Runnable work) {
    var clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    work.run();
    that(clock.getCurrentThreadCpuTime() - start < PATIENCE.toNanos(), "work that takes too long");
  }
}
