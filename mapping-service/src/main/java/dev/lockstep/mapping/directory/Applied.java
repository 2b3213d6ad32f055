package dev.lockstep.mapping.directory;

/** What a change did to an object. */
public sealed interface Applied {
    /** It counts, and this is the object now. */
    record Changed(DirectoryObject object) implements Applied {
    }

    /** It was taken in before: go on from here, what follows from it may not have happened yet. Never a reason to skip. */
    record Repeated(DirectoryObject object) implements Applied {
    }

    /**
     * It has no effect.
     *
     * @param reason for people
     */
    record Stale(String reason) implements Applied {
    }
}
