package dev.lockstep.mapping.directory;

/** Whether an object is there. */
public enum Lifecycle {
    ACTIVE,
    /** In the recycle bin: everything is kept and it may come back. */
    SOFT_DELETED,
    /** Gone for good; only a tombstone without personal data is kept. */
    PURGED
}
