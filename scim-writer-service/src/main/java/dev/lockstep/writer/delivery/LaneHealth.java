package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.scim.Reply;
import dev.lockstep.writer.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether one app is called at all: its breaker, its quarantine, and the probes that end them. Guarded by the lane's lock, because
 * what is queued goes back the moment the app is closed.
 */
final class LaneHealth {
    private static final Duration LONGEST_OUTAGE_WAIT = Duration.ofMinutes(5);
    private static final Duration LONGEST_REST = Duration.ofHours(1);
    private static final Duration CONFIRMED_FOR = Duration.ofSeconds(2);

    private final AppLane lane;
    private final Machinery machinery;
    private final Health health;
    private final FailureShare failures = new FailureShare();
    private final Object confirming = new Object();
    private @Nullable Closed closed;
    private int failureRounds;
    private long confirmedAt;
    private boolean confirmed;

    /** @param unusable why the target cannot be called from the beginning, or null */
    LaneHealth(AppLane lane, Machinery machinery, Health health, @Nullable ErrorCode unusable) {
        this.lane = lane;
        this.machinery = machinery;
        this.health = health;
        this.closed = unusable == null ? null : new Closed(unusable, machinery.now(), machinery.settings().probeInterval().toMillis());
    }

    @Nullable Closed closed() {
        synchronized (lane) {
            return closed;
        }
    }

    boolean isOpen() {
        return closed() == null;
    }

    /** New settings. @param unusable why the target cannot be called with them, or null */
    void changed(@Nullable ErrorCode unusable) {
        synchronized (lane) {
            health.reset();
            if (unusable != null) {
                close(unusable);
            } else if (closed != null && closed.code() == ErrorCode.NOT_CONFIGURED) {
                closed = null;
            } else if (closed != null) {
                machinery.background(this::probe);
            }
        }
    }

    /** As it was before a restart. */
    void restore(Closed before) {
        synchronized (lane) {
            if (closed == null) {
                closed = before;
                machinery.background(this::probe);
            }
        }
    }

    /** @param failed whether the account was refused or given up */
    void settled(String account, boolean failed) {
        boolean tooMany;
        synchronized (lane) {
            tooMany = failures.ended(account, failed, machinery.now());
            failureRounds = failed ? failureRounds : 0;
        }
        if (tooMany) {
            close(ErrorCode.TOO_MANY_FAILURES);
        }
    }

    /** Every call counts. */
    void after(Reply reply) {
        if (health.isDown(reply)) {
            close(ErrorCode.UNAVAILABLE);
        }
    }

    private void close(ErrorCode code) {
        synchronized (lane) {
            Closed before = closed;
            if (lane.isEnded() || before != null && (before.code() == code || before.isQuarantine() && code == ErrorCode.UNAVAILABLE)) {
                return;
            }
            long wait = switch (code) {
                case UNAVAILABLE -> machinery.settings().outageWait().toMillis();
                // The target answers, so only accounts can tell whether it is better: after longer and longer rests.
                case TOO_MANY_FAILURES -> Math.min(LONGEST_REST.toMillis(), machinery.settings().probeInterval().toMillis() << Math.min(10, failureRounds++));
                default -> machinery.settings().probeInterval().toMillis();
            };
            failures.clear();
            Closed now = new Closed(code, machinery.now(), wait);
            closed = now;
            lane.emptied();
            machinery.closed(lane.target().app(), now);
            machinery.later(wait, this::probe);
        }
    }

    /** Whether the whole app is concerned: asked once, for all that wonder at the same time. */
    boolean isAppWide() {
        synchronized (confirming) {
            if (closed() != null) {
                return true;
            }
            if (machinery.now() - confirmedAt > CONFIRMED_FOR.toMillis()) {
                confirmed = switch (ask().verdict()) {
                    case Verdict.AppWide appWide -> {
                        close(appWide.code());
                        yield true;
                    }
                    case Verdict.Done done -> false;
                    case Verdict.Permanent permanent -> false;
                    case Verdict.Retry retry -> outage();
                    case Verdict.Unknown unknown -> outage();
                    case Verdict.Throttled throttled -> true;
                    case Verdict.Conflict conflict -> false;
                    case Verdict.Vanished vanished -> false;
                    case Verdict.Stale stale -> false;
                };
                confirmedAt = machinery.now();
            }
            return confirmed;
        }
    }

    private boolean outage() {
        close(ErrorCode.UNAVAILABLE);
        return true;
    }

    private Reply ask() {
        // Paced as any call, but no part of the breaker's count.
        return new Calls(lane.target(), new Calls.Pace() {
            @Override
            public boolean before() {
                return lane.before();
            }

            @Override
            public Instant patience() {
                return lane.patience();
            }

            @Override
            public void after(Reply reply) {
                lane.obey(reply);
            }
        }).find(ObjectType.USER, "userName", "lockstep-probe-" + UUID.randomUUID());
    }

    private void probe() {
        Closed why = closed();
        Target current = lane.target();
        if (why == null || current.client() == null) {
            return;
        }
        Verdict verdict = ask().verdict();
        // A target that cannot search answers all the same.
        if (verdict instanceof Verdict.Done || verdict instanceof Verdict.Permanent) {
            reopen(why);
            return;
        }
        synchronized (lane) {
            if (verdict instanceof Verdict.AppWide other && other.code() != why.code() && closed == why) {
                close(other.code());
            } else if (closed == why && why.code() == ErrorCode.UNAVAILABLE
                    && machinery.now() - why.since() > machinery.settings().quarantineAfter().toMillis()) {
                close(ErrorCode.TARGET_DOWN);
            } else if (closed == why && !lane.isEnded()) {
                long wait = why.isQuarantine() ? why.pause() : Math.min(LONGEST_OUTAGE_WAIT.toMillis(), why.pause() * 2);
                closed = new Closed(why.code(), why.since(), wait);
                machinery.later(wait, this::probe);
            }
        }
    }

    private void reopen(Closed why) {
        synchronized (lane) {
            if (closed != why || lane.isEnded()) {
                return;
            }
            closed = null;
            health.reset();
            lane.reopened();
        }
        machinery.reopened(lane.target().app(), why);
        machinery.wantsMore();
    }
}
