package dev.lockstep.engine.context;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation may ask of the world. The same context, expression and attributes give the same result.
 *
 * @param now the moment that Now() gives
 * @param random chance for Guid() and RandomString(); hand in a SecureRandom where the result is a secret
 * @param defaultDomain the organisation's default mail domain for DefaultDomain(), null when there is none
 * @param taken which values are in use in the target
 */
public record EvaluationContext(
    Instant now, RandomGenerator random, @Nullable String defaultDomain, TakenTargetValues taken) {

  public static EvaluationContext at(Instant now, RandomGenerator random) {
    return new EvaluationContext(now, random, null, TakenTargetValues.NONE);
  }

  public EvaluationContext withDefaultDomain(@Nullable String domain) {
    return new EvaluationContext(now, random, domain, taken);
  }

  public EvaluationContext withTaken(TakenTargetValues values) {
    return new EvaluationContext(now, random, defaultDomain, values);
  }
}
