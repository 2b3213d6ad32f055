package dev.lockstep.architecture.badhouse.mapping.desire;

import dev.lockstep.architecture.badhouse.writer.Accounts;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Reads the clock, knows a framework and another service: three rules must reject it. */
@Component
public class TimidDecision {
    public boolean isLate(Accounts accounts) {
        return Instant.now().isAfter(accounts.since());
    }
}
