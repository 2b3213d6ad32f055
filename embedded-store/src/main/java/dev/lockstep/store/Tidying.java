package dev.lockstep.store;

/** When and how much outdated space is reclaimed at once. Steps are small, so that writers hardly notice. */
final class Tidying {

    /** Chunks are rewritten while less than this share of their pages is live. */
    static final int CHUNK_FILL_PERCENT = 60;
    /** The file is shortened while less than this share of it is used. */
    static final int FILE_FILL_PERCENT = 50;
    static final long WORTH_SHRINKING_BYTES = 64L * 1024 * 1024;
    static final int STEP_BYTES = 4 * 1024 * 1024;
    static final int STEP_MILLIS = 50;

    private Tidying() {}
}
