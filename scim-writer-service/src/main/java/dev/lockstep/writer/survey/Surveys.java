package dev.lockstep.writer.survey;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All reconciliations, and who has which in hand. */
public interface Surveys {
    /** @return false when the app has one that is open, or this id was used */
    boolean begin(Survey survey);

    Optional<Survey> find(String id);

    /** Newest first. @param before only those that started before this time, or null */
    List<Survey> of(String app, @Nullable Long before, int limit);

    /** Takes one that nobody has in hand, for the next turn. */
    Optional<Survey> lease(String owner, long now, long until);

    /** Keeps it in hand. @return as it is now; empty when somebody else has it */
    Optional<Survey> renew(Survey survey, long until);

    /** Stores how far it has got, but not whether it is cancelled. @return false when somebody else has it in hand */
    boolean save(Survey survey, long until);

    /** A person wants it to end. @return false when there is none that is open */
    boolean cancel(String id);

    /** Since when an app's schedule runs: the time of the first call for it. */
    long scheduledSince(String app, long now);

    /** Forgets an app. @return the ids of its reconciliations, which nobody has in hand any more */
    List<String> remove(String app);

    /** Drops what ended before this time. */
    void dropBefore(long time);
}
