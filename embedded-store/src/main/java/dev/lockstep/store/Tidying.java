package dev.lockstep.store;

/**
 * When and how much outdated space is reclaimed at once. Steps are small, so that writers hardly notice.
 *
 * @param chunkFillPercent chunks are rewritten while less than this share of their pages is live
 * @param fileFillPercent the file is shortened while less than this share of it is used
 */
record Tidying(int chunkFillPercent, int fileFillPercent) {

    static final Tidying WHEN_BUSY = new Tidying(60, 50);
    static final Tidying WHEN_IDLE = new Tidying(75, 75);

    static final long WORTH_SHRINKING_BYTES = 64L * 1024 * 1024;
    static final int STEP_BYTES = 4 * 1024 * 1024;
    static final int STEP_MILLIS = 50;
}
