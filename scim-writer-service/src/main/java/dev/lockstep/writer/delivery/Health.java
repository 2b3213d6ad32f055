package dev.lockstep.writer.delivery;

import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells an outage of a target from refusals of single accounts: half of at least 20 calls within a minute failed, or five
 * in a row could not even connect.
 */
final class Health {
    private static final int CONNECTION_FAILURES = 5;
    private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED).slidingWindowSize(60)
            .minimumNumberOfCalls(20).failureRateThreshold(50).waitDurationInOpenState(Duration.ofHours(24)).build();

    private final CircuitBreaker breaker;
    private final AtomicInteger notConnected = new AtomicInteger();

    Health(String app) {
        this.breaker = CircuitBreaker.of(app, CONFIG);
    }

    /** Counts the call. @return whether the target is down */
    boolean isDown(Reply reply) {
        ErrorCode outage = switch (reply.verdict()) {
            case Verdict.Retry retry -> retry.code();
            case Verdict.Unknown unknown -> unknown.code() == ErrorCode.ACCEPTED_ONLY ? null : unknown.code();
            case Verdict.Done done -> null;
            case Verdict.Throttled throttled -> null;
            case Verdict.Conflict conflict -> null;
            case Verdict.Vanished vanished -> null;
            case Verdict.Stale stale -> null;
            case Verdict.Permanent permanent -> null;
            case Verdict.AppWide appWide -> null;
        };
        if (outage == null) {
            notConnected.set(0);
            breaker.onSuccess(reply.durationMs(), TimeUnit.MILLISECONDS);
            return false;
        }
        breaker.onError(reply.durationMs(), TimeUnit.MILLISECONDS, new Down());
        boolean unreachable = outage == ErrorCode.UNREACHABLE || outage == ErrorCode.UNRESOLVED;
        int inARow = unreachable ? notConnected.incrementAndGet() : 0;
        return inARow >= CONNECTION_FAILURES || breaker.getState() == CircuitBreaker.State.OPEN;
    }

    void reset() {
        notConnected.set(0);
        breaker.reset();
    }

    private static final class Down extends RuntimeException {
        Down() {
            super(null, null, false, false);
        }
    }
}
