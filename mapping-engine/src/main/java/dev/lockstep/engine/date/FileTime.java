package dev.lockstep.engine.date;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Windows FILETIME: 100-nanosecond ticks since 1601-01-01 UTC. */
public final class FileTime {
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
  private static final long TICKS_PER_SECOND = 10_000_000L;

  private FileTime() {}

  /** The moment of a number of ticks, or null when it is negative. */
  public static @Nullable Instant toInstant(long ticks) {
    if (ticks < 0) {
      return null;
    }
    return Instant.ofEpochSecond(ticks / TICKS_PER_SECOND - SECONDS_1601_TO_1970, ticks % TICKS_PER_SECOND * 100);
  }

  public static BigInteger toTicks(Instant at) {
    return BigInteger.valueOf(at.getEpochSecond() + SECONDS_1601_TO_1970)
        .multiply(BigInteger.valueOf(TICKS_PER_SECOND))
        .add(BigInteger.valueOf(at.getNano() / 100));
  }
}
