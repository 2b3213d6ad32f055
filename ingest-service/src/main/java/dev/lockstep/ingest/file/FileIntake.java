package dev.lockstep.ingest.file;

import dev.lockstep.ingest.Backlog;
import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.Gate;
import dev.lockstep.ingest.file.Upload.Failure;
import dev.lockstep.ingest.file.Upload.Mode;
import dev.lockstep.ingest.leaver.Leavers;
import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.web.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a file while it is being sent: its rows are on the topic as they are read, in batches, and nothing of it is kept
 * but what each row said last. So whoever dies in the middle loses nothing, and the file is simply sent again: what was
 * taken the first time is unchanged the second. The answer follows when the whole file is through.
 */
final class FileIntake {
    private final Uploads uploads;
    private final RowBook book;
    private final RowIntake rows;
    private final Leavers leavers;
    private final Backlog backlog;
    private final Gate gate;
    private final Counters counters;
    private final Clock clock;

    FileIntake(Uploads uploads, RowBook book, RowIntake rows, Leavers leavers, Backlog backlog, Gate gate, Counters counters, Clock clock) {
        this.uploads = uploads;
        this.book = book;
        this.rows = rows;
        this.leavers = leavers;
        this.backlog = backlog;
        this.gate = gate;
        this.counters = counters;
        this.clock = clock;
    }

    /** @param extra published with the first rows */
    record Order(Source source, Mode mode, String uploadId, String initiator, List<Outgoing> extra) {
    }

    /** Opens the body once it is known that it will be read. */
    interface Body {
        BufferedReader open() throws IOException;
    }

    /**
     * Returns when all of the file is on the topic.
     *
     * @throws Problem 400 when it is no CSV that this source could send; 409 while another file of the source is being read
     */
    Upload receive(Order order, Body body) {
        Optional<Upload> before = uploads.find(order.source().id(), order.uploadId());
        if (before.isPresent() && before.get().state() == Upload.State.DONE) {
            return before.get();
        }
        Instant now = clock.instant();
        if (!uploads.claim(order.source().id(), order.uploadId(), now, now.plus(Hold.LENGTH))) {
            throw Problem.conflict("upload-running", "Another file of this source is being read.", "Send this file when the other one is done.");
        }
        Progress progress = new Progress(order.source().id(), order.uploadId(), order.mode(), now);
        Hold hold = new Hold(uploads, progress, clock, gate, order.source().id(), order.uploadId());
        try {
            return read(order, body, progress, hold);
        } finally {
            uploads.release(order.source().id(), order.uploadId());
        }
    }

    private Upload read(Order order, Body body, Progress progress, Hold hold) {
        String source = order.source().id();
        try (BufferedReader text = body.open(); CsvRows csv = new CsvRows(text, CsvText.delimiter(text, order.source().settings().delimiter()))) {
            CsvRows.CsvRow header = csv.next();
            Reading reading = new Reading(order, progress, hold, rows, leavers, book, clock);
            if (header == null) {
                reading.empty();
            } else if (header.malformed()) {
                throw Problem.badRequest("header-malformed", "The quotes of the header do not match.", "Correct the header and send the file again.");
            } else {
                Plan plan = Plan.of(order.source(), header.cells());
                uploads.save(progress.reading(clock.instant()));
                reading.all(csv, new RowReader(order.source(), plan));
            }
            reading.leavers();
            Upload done = progress.done(clock.instant(), backlog.ends());
            uploads.save(done);
            counters.count(source, done.accepted(), done.unchanged(), done.rejectedCount());
            return done;
        } catch (CsvRows.Broken broken) {
            String message = "Row " + broken.row() + " has more than a million characters; this is no CSV.";
            uploads.save(progress.failed(clock.instant(), new Failure("file-unreadable", message)));
            throw Problem.badRequest("file-unreadable", message + " The rows before it were taken; see upload " + order.uploadId() + ".",
                    "Correct the row and send the file again; rows that were taken are not taken twice.");
        } catch (IOException | UncheckedIOException e) {
            uploads.save(progress.failed(clock.instant(), new Failure("interrupted", "The file ended before its end was sent.")));
            throw Problem.badRequest("interrupted", "The file ended before its end was sent. The rows that arrived were taken; see upload " + order.uploadId() + ".",
                    "Send the file again; rows that were taken are not taken twice.");
        } catch (Problem refused) {
            uploads.save(progress.failed(clock.instant(), new Failure(refused.code(), String.valueOf(refused.getMessage()))));
            throw refused;
        } catch (RuntimeException outage) {
            saveQuietly(progress, outage);
            throw outage;
        }
    }

    /** Store or broker are away: the upload may have to stay as it was saved last. */
    private void saveQuietly(Progress progress, RuntimeException outage) {
        try {
            uploads.save(progress.failed(clock.instant(), new Failure("unavailable", "The store or the broker did not answer; send the file again.")));
        } catch (RuntimeException alsoAway) {
            outage.addSuppressed(alsoAway);
        }
    }

    /**
     * The upload and how many of its rows the directory has surely taken in: never too many for users and groups; rows of a
     * membership file travel together, so there it is an estimate until the last is read. Unchanged rows count at the end.
     */
    record Seen(Upload upload, long applied) {
    }

    Optional<Seen> look(String source, String id) {
        return uploads.find(source, id).map(found -> {
            Upload upload = found;
            if (upload.state() == Upload.State.READING && upload.updatedAt().plus(Duration.ofMinutes(2)).isBefore(clock.instant())) {
                upload = new Upload(source, id, found.mode(), Upload.State.FAILED, found.rows(), found.accepted(), found.unchanged(), found.leavers(),
                        found.held(), found.rejectedCount(), found.rejected(), null, false, found.startedAt(), found.updatedAt(),
                        new Failure("interrupted", "The service stopped while it read the file; send it again."));
            }
            if (upload.takenIn()) {
                return new Seen(upload, upload.accepted() + upload.unchanged());
            }
            Map<Integer, Long> ends = upload.ends() == null ? backlog.ends() : upload.ends();
            long unread = backlog.before(ends);
            if (unread == 0 && upload.ends() != null) {
                upload = upload.with(ends, true);
                uploads.save(upload);
            }
            // What waits before the upload's end may all be of this upload: so many rows at most are not taken in yet.
            return new Seen(upload, unread == 0 ? upload.accepted() + upload.unchanged() : Math.max(0, upload.accepted() - unread));
        });
    }
}
