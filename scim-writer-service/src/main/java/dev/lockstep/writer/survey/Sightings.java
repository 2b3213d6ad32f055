package dev.lockstep.writer.survey;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts that reconciliations under way have seen. */
public interface Sightings {
    /** @param page the start index of the page that they were on */
    void note(String run, long page, List<Sighting> accounts);

    /** On which page these accounts were, of those that were on one. */
    Map<String, Long> pages(String run, Collection<String> ids);

    /** Drops what was noted for this page and those behind it. */
    void forgetFrom(String run, long page);

    long count(String run);

    /** In order of their ids. @param id after which to start, or null */
    List<Sighting> after(String run, @Nullable String id, int limit);

    /** Accounts that have one of these values, in lower case. */
    List<Sighting> having(String run, Sighting.Key key, Collection<String> values, int limit);

    void clear(String run);
}
