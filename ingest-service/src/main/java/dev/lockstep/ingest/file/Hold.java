package dev.lockstep.ingest.file;

import dev.lockstep.ingest.Gate;
import dev.lockstep.kit.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Keeps a source for one upload and saves its progress, about once a second. */
final class Hold {
    static final Duration LENGTH = Duration.ofSeconds(60);
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Uploads uploads;
    private final Progress progress;
    private final Clock clock;
    private final Gate gate;
    private final String source;
    private final String id;
    private Instant saved;

    Hold(Uploads uploads, Progress progress, Clock clock, Gate gate, String source, String id) {
        this.uploads = uploads;
        this.progress = progress;
        this.clock = clock;
        this.gate = gate;
        this.source = source;
        this.id = id;
        this.saved = clock.instant();
    }

    /** Between two batches. While the mapping service is too far behind, this waits, and with it the sender. */
    void breathe() {
        keep();
        Instant giveUp = clock.instant().plus(PATIENCE);
        while (!gate.isOpen()) {
            if (clock.instant().isAfter(giveUp)) {
                throw Problem.unavailable("backlog", "The directory does not keep up; the rows that were read are taken.", "Send the file again later.");
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            keep();
        }
    }

    private void keep() {
        Instant now = clock.instant();
        if (now.isBefore(saved.plus(BETWEEN_SAVES))) {
            return;
        }
        if (!uploads.renew(source, id, now.plus(LENGTH))) {
            throw Problem.conflict("upload-superseded", "This upload stood still for too long, and another file of the source took its place.",
                    "Look at the other upload; send this file again if it is still wanted.");
        }
        uploads.save(progress.reading(now));
        saved = now;
    }
}
