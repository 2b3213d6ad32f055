package dev.lockstep.store;

import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/** Along one range of one access path. */
final class RangeWalk implements Positions {

    private final AccessPath path;
    private final KeyRange range;
    private final boolean reverse;
    private @Nullable Cursor<Key, ?> cursor;
    private @Nullable Key last;

    RangeWalk(AccessPath path, KeyRange range, boolean reverse) {
        this.path = path;
        this.range = range;
        this.reverse = reverse;
    }

    @Override
    public @Nullable Key next() {
        Cursor<Key, ?> open = cursor == null ? open() : cursor;
        cursor = open;
        while (open.hasNext()) {
            Key entry = open.next();
            // The cursor includes both ends; the upper end of a range is not part of it, nor is where we stopped.
            if (!entry.equals(range.to()) && !entry.equals(last)) {
                last = entry;
                return path.documentKey(entry, open.getValue());
            }
        }
        return null;
    }

    private Cursor<Key, ?> open() {
        Key low = new Key(range.from());
        Key high = range.to();
        return reverse
                ? path.map().cursor(last == null ? high : last, low, true)
                : path.map().cursor(last == null ? low : last, high, false);
    }

    @Override
    public void pause() {
        cursor = null;
    }

    /** The entry behind the last position. */
    Key entry() {
        if (last == null) {
            throw new IllegalStateException("no position was taken yet");
        }
        return last;
    }

    int mergeFrom() {
        return range.mergeFrom();
    }
}
