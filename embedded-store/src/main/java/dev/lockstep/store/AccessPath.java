package dev.lockstep.store;

import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/** A way to documents in some order: the documents themselves, which lie in the order of {@code _id}, or an index. */
interface AccessPath {

    String name();

    List<IndexDefinition.Field> fields();

    /** Documents without any of the fields cannot be reached this way. */
    boolean sparse();

    /** Whether some document has had an array in the field at this position. */
    boolean multikey(int field);

    MVMap<Key, ?> map();

    /** The key of the document that an entry of {@link #map()} stands for. */
    Key documentKey(Key entry, Object value);

    default boolean multikey() {
        for (int i = 0; i < fields().size(); i++) {
            if (multikey(i)) {
                return true;
            }
        }
        return false;
    }

    /** How many entries lie in a range. Costs a descent of the tree per end, whatever the number. */
    default long entriesIn(KeyRange range) {
        long result = 0;
        // Two descents see two versions of the map when a writer comes between; then once more.
        for (int attempt = 0; attempt < 8; attempt++) {
            RootReference<Key, ?> before = map().getRoot();
            result = Math.max(0, positionOf(range.to()) - positionOf(new Key(range.from())));
            if (map().getRoot() == before) {
                break;
            }
        }
        return result;
    }

    private long positionOf(@Nullable Key key) {
        if (key == null) {
            return map().sizeAsLong();
        }
        long index = positionIn(map(), key);
        return index < 0 ? -index - 1 : index;
    }

    private static <V> long positionIn(MVMap<Key, V> map, Key key) {
        return map.getKeyIndex(key);
    }
}
