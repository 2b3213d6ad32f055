package dev.lockstep.mapping.parked;

import dev.lockstep.mapping.parked.ParkedMessage.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of parked messages. */
public interface ParkedStore {
    /** Narrows a list; null does not. */
    record Filter(@Nullable String topic, @Nullable String code, @Nullable String by, @Nullable Instant since, @Nullable State state) {
        public static final Filter ALL = new Filter(null, null, null, null, null);

        /** Those of it that nobody put back. */
        public Filter waiting() {
            return new Filter(topic, code, by, since, State.PARKED);
        }
    }

    /** Those that are known stay as they are. */
    void add(Collection<ParkedMessage> messages);

    /** How many with the digest were parked before. */
    long earlier(String digest, String id);

    Optional<ParkedMessage> byId(String id);

    /** Newest first. @param before an id, or null */
    List<ParkedMessage> page(Filter filter, @Nullable String before, int limit);

    long count(Filter filter);

    /** How many that nobody has put back are of an app or may concern any. */
    long countOf(String app);

    /** How many of these nobody has put back. */
    long countWaiting(Collection<String> ids);

    /** Notes the wish to put back what matches and is still parked. @return how many that is */
    long ask(Filter filter, String by, String owner, Instant at);

    /** As {@link #ask(Filter, String, String, Instant)}. */
    long ask(Collection<String> ids, String by, String owner, Instant at);

    /** What is to be put back, oldest first: an owner's own, and what another left lying since a time. */
    List<ParkedMessage> asked(String owner, Instant leftSince, int limit);

    void ended(Collection<String> ids, State state, Instant at);

    /** Removes some that were parked before a time. @return whether there were any */
    boolean forget(Instant before, int limit);
}
