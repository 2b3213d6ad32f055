package dev.lockstep.ingest.file;

import dev.lockstep.ingest.file.Upload.Failure;
import dev.lockstep.ingest.file.Upload.Mode;
import dev.lockstep.ingest.file.Upload.RejectedRow;
import dev.lockstep.ingest.file.Upload.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The counts of one upload while it is read, by one thread. */
final class Progress {
    static final int SHOWN_REJECTIONS = 1_000;

    private final String source;
    private final String id;
    private final Mode mode;
    private final Instant startedAt;
    private final List<RejectedRow> rejected = new ArrayList<>();
    long accepted;
    long unchanged;
    long joined;
    long leavers;
    long held;
    private long rejectedCount;

    Progress(String source, String id, Mode mode, Instant startedAt) {
        this.source = source;
        this.id = id;
        this.mode = mode;
        this.startedAt = startedAt;
    }

    void reject(Row.Bad bad) {
        rejectedCount++;
        if (rejected.size() < SHOWN_REJECTIONS) {
            rejected.add(new RejectedRow(bad.row(), bad.column(), bad.code(), bad.message()));
        }
    }

    Upload reading(Instant now) {
        return at(State.READING, now, null, null);
    }

    Upload done(Instant now, Map<Integer, Long> ends) {
        return at(State.DONE, now, ends, null);
    }

    Upload failed(Instant now, Failure failure) {
        return at(State.FAILED, now, null, failure);
    }

    private Upload at(State state, Instant now, @Nullable Map<Integer, Long> ends, @Nullable Failure failure) {
        return new Upload(source, id, mode, state, accepted + unchanged + rejectedCount, accepted, unchanged, leavers, held, rejectedCount,
                List.copyOf(rejected), ends, false, startedAt, now, failure);
    }
}
