package dev.lockstep.ingest.file;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a file is; {@code rows = accepted + unchanged + rejectedCount}.
 *
 * @param rows read so far, without the header and blank rows
 * @param accepted rows with something new, on the topic
 * @param unchanged rows that said what was known
 * @param leavers objects that were in the last snapshot and are not in this one
 * @param held leavers about whom nothing was published, because they are too many at once
 * @param rejected the first 1,000
 * @param ends where the topic ended when the file was through, or null before
 * @param takenIn whether the directory is known to have read all of it
 * @param failure why it ended early, or null
 */
record Upload(
        String source, String id, Mode mode, State state, long rows, long accepted, long unchanged, long leavers, long held, long rejectedCount,
        List<RejectedRow> rejected, @Nullable Map<Integer, Long> ends, boolean takenIn, Instant startedAt, Instant updatedAt, @Nullable Failure failure) {

    enum Mode {
        /** The file is everyone: who is missing has left. */
        SNAPSHOT,
        /** The file is only what changed. */
        DELTA
    }

    enum State {
        READING, DONE, FAILED
    }

    /** @param row 1-based, the header is row 1 */
    record RejectedRow(int row, @Nullable String column, String code, String message) {
    }

    record Failure(String code, String message) {
    }

    Upload with(Map<Integer, Long> topicEnds, boolean all) {
        return new Upload(source, id, mode, state, rows, accepted, unchanged, leavers, held, rejectedCount, rejected, topicEnds, all, startedAt, updatedAt, failure);
    }
}
