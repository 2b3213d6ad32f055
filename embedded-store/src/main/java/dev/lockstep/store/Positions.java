package dev.lockstep.store;

import org.jspecify.annotations.Nullable;

/** Keys of documents, one after the other. */
interface Positions {

    /** The next key, null at the end. */
    @Nullable Key next();

    /**
     * Lets go of pages of the file until the next call of {@link #next()}, which may be in another command: then the
     * file may have changed, and the walk goes on behind the entry where it stopped.
     */
    void pause();
}
