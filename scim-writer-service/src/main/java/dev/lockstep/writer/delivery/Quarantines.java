package dev.lockstep.writer.delivery;

import java.util.Map;

/** Which apps are in quarantine, so that a restart neither forgets it nor reports it again. */
public interface Quarantines {
    /** @param since epoch milliseconds */
    record Quarantine(dev.lockstep.writer.fault.ErrorCode code, long since) {
    }

    Map<String, Quarantine> all();

    void enter(String app, Quarantine quarantine);

    void leave(String app);
}
