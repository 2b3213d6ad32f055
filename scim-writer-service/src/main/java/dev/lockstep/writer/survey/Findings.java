package dev.lockstep.writer.survey;

import dev.lockstep.writer.survey.Finding.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reconciliations found. */
public interface Findings {
    /** Stores them; a finding with the same id is replaced. */
    void put(List<Finding> findings);

    /** In order of their ids. @param kind null for all; @param after id after which the page starts, or null */
    List<Finding> list(String run, @Nullable Kind kind, @Nullable String after, int limit);

    long count(String run, Kind kind);

    long repaired(String run);

    void clear(String run);

    /** Drops what was found before this time. */
    void dropBefore(long time);
}
