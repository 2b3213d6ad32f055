package dev.lockstep.audit.notify;

import java.time.Duration;

/** Episodes in memory, for tests of other packages. */
public final class OpenEpisodes {
    private OpenEpisodes() {
    }

    public static Episodes inMemory(Duration quiet) {
        return new InMemoryEpisodes(quiet);
    }
}
