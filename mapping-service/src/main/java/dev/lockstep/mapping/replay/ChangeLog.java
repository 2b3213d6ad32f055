package dev.lockstep.mapping.replay;

import java.time.Instant;
import java.util.Set;

/** What the sources said, as long as the topic keeps it. */
public interface ChangeLog {
    /**
     * Reads the changes of a source between two times.
     *
     * @param from inclusive, by the time at which the topic took them
     * @param to exclusive
     */
    Found read(String source, Instant from, Instant to);

    /**
     * @param events how many there are
     * @param users whom they are about
     * @param principals members of groups whose membership changed, and groups that changed themselves
     * @param tooMany reading ended early, because they are about more objects than can be handled at once
     */
    record Found(long events, Set<String> users, Set<String> principals, boolean tooMany) {
    }
}
