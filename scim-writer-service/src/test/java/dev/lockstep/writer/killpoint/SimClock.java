package dev.lockstep.writer.killpoint;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Real time, and leaps where nothing would happen until later. */
public final class SimClock extends Clock {
    private final AtomicLong ahead = new AtomicLong();

    @Override
    public long millis() {
        return System.currentTimeMillis() + ahead.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** Never back. */
    public void leapTo(long time) {
        ahead.updateAndGet(now -> Math.max(now, time - System.currentTimeMillis()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
