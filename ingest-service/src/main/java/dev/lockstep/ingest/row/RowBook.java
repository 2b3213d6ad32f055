package dev.lockstep.ingest.row;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What each source said last about each of its objects (or memberships), so that what it repeats does not travel again. */
public interface RowBook {
    /**
     * @param n how many changes of this row were published; part of the next one's event id
     * @param hash of what was said last; empty when that is not certain
     * @param present false once the row was reported as gone
     * @param snapshot whether it was in a snapshot: only then can it go missing from the next
     */
    record Known(long n, String hash, boolean present, boolean snapshot) {
        public static final Known NOTHING = new Known(0, "", false, false);
    }

    /** @param before what {@link #find} said; when the row changed since, it is remembered as uncertain */
    record Entry(String key, Known before, Known after) {
    }

    /** @return known rows only */
    Map<String, Known> find(String source, Collection<String> keys);

    /** Each key at most once. */
    void remember(String source, List<Entry> entries);

    /** Every row of the source, by key, ascending. */
    void each(String source, BiConsumer<String, Known> visitor);

    void forget(String source);
}
