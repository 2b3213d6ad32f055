package dev.lockstep.writer.delivery;

import dev.lockstep.writer.fault.RetryPlan;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param connectTimeout for opening a connection
 * @param deadline for a whole call with its body
 * @param takeoverGrace how long after the last moment at which a lost call could have ended its account is left alone
 * @param claimWindow how far ahead of its call an account may be claimed
 * @param retryWaits after each failed attempt; apps may have their own
 * @param retryDailyUntil when the waits are used up: once a day until so long after the first failure, then Lockstep gives up; 0 = at once
 * @param lookUpWaits after a doubtful create
 * @param probeInterval between two probes of an app in quarantine
 * @param outageWait until the first probe of an app that fails all the time; doubles up to five minutes
 * @param quarantineAfter an outage that lasts so long becomes a quarantine, which people are told of
 * @param pollInterval how often retries and restarts are looked for
 * @param readAheadFreshness how long a listing of the target's accounts counts
 * @param removalWindow time within which an app's removal threshold counts
 */
@ConfigurationProperties("lockstep.writer")
public record DeliverySettings(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("5s") Duration takeoverGrace,
        @DefaultValue("10s") Duration claimWindow,
        @DefaultValue({"5s", "30s", "2m", "10m", "30m", "1h", "2h", "4h", "8h", "16h", "20h", "20h"}) List<Duration> retryWaits,
        @DefaultValue("28d") Duration retryDailyUntil,
        @DefaultValue({"1s", "5s", "15s", "60s"}) List<Duration> lookUpWaits,
        @DefaultValue("60s") Duration probeInterval,
        @DefaultValue("30s") Duration outageWait,
        @DefaultValue("15m") Duration quarantineAfter,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("10m") Duration readAheadFreshness,
        @DefaultValue("1h") Duration removalWindow) {

    public DeliverySettings {
        if (deadline.compareTo(connectTimeout) < 0) {
            throw new IllegalArgumentException("lockstep.writer.deadline is shorter than connect-timeout: a call could not even be opened");
        }
    }

    RetryPlan plan() {
        return new RetryPlan(retryWaits, retryDailyUntil, lookUpWaits, 0.2);
    }

    /** From the latest start of a call to the time when its account may be touched again by somebody else. */
    Duration takeoverWait() {
        return deadline.plus(takeoverGrace);
    }
}
