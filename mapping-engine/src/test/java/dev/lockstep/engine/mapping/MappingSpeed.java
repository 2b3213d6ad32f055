package dev.lockstep.engine.mapping;

import dev.lockstep.engine.context.EvaluationContext;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** A rough measure of the default mapping set on one user; run main by hand. */
public final class MappingSpeed {
  private MappingSpeed() {}

  public static void main(String[] args) {
    MappingSet set = MappingSet.compile(MappingSetTest.defaultMappings());
    Map<String, Object> user = MappingSetTest.fullUser();
    EvaluationContext context = EvaluationContext.at(Instant.EPOCH, new Random(1));
    long sum = 0;
    for (int round = 0; round < 8; round++) {
      int runs = 300_000;
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        sum += set.map(user, context).attributes().size();
      }
      System.out.printf("%.2f µs per user%n", (System.nanoTime() - start) / 1000.0 / runs);
    }
    System.out.println(sum);
  }
}
