package dev.lockstep.mapping.shadow;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What comparing drafts found: one run per pair of rules, one entry per person who would be affected. Counts are counted from
 * the entries, so that they cannot drift from them.
 */
public interface ShadowStore {
    /**
     * @param cursor last object id that the walk over the directory has seen; a new process goes on behind it
     * @param walked how many persons it has seen
     * @param endedAt when it was through; null before
     * @param live how many persons were compared because something about them changed
     * @param marks what entries were ever counted under
     * @param dissolvedAt when the rules changed, so that the run says nothing any more; null while it does
     */
    record Run(String id, String app, Instant startedAt, @Nullable String cursor, long walked, @Nullable Instant endedAt, long live,
            Set<String> marks, @Nullable Instant dissolvedAt) {
        public static Run fresh(String id, String app, Instant at) {
            return new Run(id, app, at, null, 0, null, 0, Set.of(), null);
        }
    }

    /**
     * @param stamp other for each comparison of the person: who would write an older comparison sees that a newer one is there
     * @param live whether a change led to it, and not the walk
     */
    record Entry(String objectId, String userName, Finding finding, String stamp, boolean live, Instant at) {
    }

    /** @param seen stamp that was stored before the comparison began, or null */
    record Step(Entry entry, @Nullable String seen) {
    }

    /** Does nothing when it exists. */
    void begin(Run run);

    Optional<Run> run(String id);

    /** Those of the runs that exist and are not dissolved. */
    List<Run> open(Collection<String> ids);

    List<Run> all();

    /** Takes a hold on the run's walk, unless somebody else has it or it is through. */
    boolean claim(String id, String owner, Instant now, Instant until);

    /** @return false when somebody else holds the walk now, or the run was dissolved */
    boolean advance(String id, String owner, String cursor, long walked, Instant until);

    /** As {@link #advance}; the walk is through. */
    boolean end(String id, String owner, long walked, Instant at);

    /** Object id to the stamp of its entry. */
    Map<String, String> stamps(String run, Collection<String> objects);

    /** Writes what the walk found; a person who was compared meanwhile is left as it is. Unaffected persons leave no entry. */
    void walked(String run, Collection<Step> steps);

    /**
     * Writes what changes led to, over whatever is there.
     *
     * @param walking whether unaffected persons need an entry, so that the walk cannot write an older comparison
     */
    void changed(String run, Collection<Entry> entries, boolean walking);

    /** Affected persons under a mark. */
    long count(String run, String mark);

    /** Affected persons under a mark behind an object id, in order of the id. */
    List<Entry> page(String run, String mark, @Nullable String after, int limit);

    void dissolve(String run, Instant at);

    /** Removes some entries. @return whether any were there */
    boolean clear(String run, int limit);

    /** Removes the run itself. */
    void forget(String run);
}
