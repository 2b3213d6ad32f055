package dev.lockstep.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk after the other. */
final class ChainedPositions implements Positions {

    private final List<? extends Positions> walks;
    private int current;

    ChainedPositions(List<? extends Positions> walks) {
        this.walks = walks;
    }

    @Override
    public @Nullable Key next() {
        while (current < walks.size()) {
            Key key = walks.get(current).next();
            if (key != null) {
                return key;
            }
            walks.get(current).pause();
            current++;
        }
        return null;
    }

    @Override
    public void pause() {
        if (current < walks.size()) {
            walks.get(current).pause();
        }
    }
}
