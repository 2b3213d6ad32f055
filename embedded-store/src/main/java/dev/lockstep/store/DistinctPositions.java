package dev.lockstep.store;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each document once, although an array, a union or a change that is just happening leads to it several times. */
final class DistinctPositions implements Positions {

    private final Positions walk;
    private final Set<Key> seen = new HashSet<>();

    DistinctPositions(Positions walk) {
        this.walk = walk;
    }

    @Override
    public @Nullable Key next() {
        Key key = walk.next();
        while (key != null && !seen.add(key)) {
            key = walk.next();
        }
        return key;
    }

    @Override
    public void pause() {
        walk.pause();
    }
}
