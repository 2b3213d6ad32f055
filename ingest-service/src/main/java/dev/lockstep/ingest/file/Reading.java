package dev.lockstep.ingest.file;

import dev.lockstep.ingest.fact.Facts;
import dev.lockstep.ingest.file.CsvRows.CsvRow;
import dev.lockstep.ingest.file.FileIntake.Order;
import dev.lockstep.ingest.file.Upload.Mode;
import dev.lockstep.ingest.leaver.Leavers;
import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.row.RowIntake;
import dev.lockstep.ingest.row.RowIntake.Occasion;
import dev.lockstep.ingest.row.Statement;
import dev.lockstep.kit.publish.Outgoing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over one file: rows in batches, and behind a snapshot its leavers. */
final class Reading {
    private static final int BATCH = 500;

    private final Order order;
    private final Progress progress;
    private final Hold hold;
    private final RowIntake rows;
    private final Leavers leavers;
    private final RowBook book;
    private final Clock clock;
    private final SeenKeys seen = new SeenKeys();
    private final List<Statement> batch = new ArrayList<>(BATCH);
    private final List<Outgoing> facts;
    private boolean anyRow;

    Reading(Order order, Progress progress, Hold hold, RowIntake rows, Leavers leavers, RowBook book, Clock clock) {
        this.order = order;
        this.progress = progress;
        this.hold = hold;
        this.rows = rows;
        this.leavers = leavers;
        this.book = book;
        this.clock = clock;
        this.facts = new ArrayList<>(order.extra());
    }

    /** A file without even a header. */
    void empty() {
        flush();
    }

    void all(CsvRows csv, RowReader reader) {
        for (CsvRow row = csv.next(); row != null; row = csv.next()) {
            switch (reader.read(row)) {
                case Row.Blank blank -> {
                }
                case Row.Bad bad -> reject(bad);
                case Row.Good good -> {
                    anyRow = true;
                    if (seen.add(good.statement().key())) {
                        batch.add(good.statement());
                    } else {
                        reject(new Row.Bad(good.row(), null, null, "duplicate-row", "An earlier row of this file is about the same object; that one counts."));
                    }
                }
            }
            if (batch.size() >= BATCH || facts.size() >= BATCH) {
                flush();
                hold.breathe();
            }
        }
        flush();
    }

    private void reject(Row.Bad bad) {
        anyRow = true;
        if (bad.key() != null) {
            seen.add(bad.key());
        }
        progress.reject(bad);
        facts.add(Facts.rejected(new Facts.Refused(order.source().id(), order.uploadId() + "/" + bad.row(), null, bad.key(), bad.column(), bad.code(),
                bad.message(), Map.of("row", bad.row(), "uploadId", order.uploadId())), order.initiator(), clock.instant()));
    }

    private Occasion occasion() {
        return new Occasion(order.source().id(), order.initiator(), order.uploadId(), order.mode() == Mode.SNAPSHOT, clock.instant());
    }

    private void flush() {
        RowIntake.Taken taken = rows.take(occasion(), batch, facts);
        progress.accepted += taken.accepted();
        progress.unchanged += taken.unchanged();
        progress.joined += taken.joined();
        batch.clear();
        facts.clear();
    }

    /**
     * Who was in the last snapshot and is missing now. Too many at once are held: a file cut short, or an export gone wrong,
     * looks like this. So is everyone when the file has no row at all.
     */
    void leavers() {
        if (order.mode() == Mode.DELTA) {
            return;
        }
        Map<String, Long> missing = new LinkedHashMap<>();
        long[] known = {-progress.joined};
        book.each(order.source().id(), (key, row) -> {
            if (row.present() && row.snapshot()) {
                known[0]++;
                if (!seen.contains(key)) {
                    missing.put(key, row.n());
                }
            }
        });
        progress.leavers = missing.size();
        if (!anyRow || order.source().settings().removalThreshold().exceededBy(missing.size(), known[0])) {
            progress.held = missing.size();
            leavers.hold(order.source().id(), order.uploadId(), order.initiator(), missing, known[0]);
            return;
        }
        List<Statement> gone = missing.keySet().stream().map(key -> Leavers.gone(order.source().settings().objectType(), key)).toList();
        for (int from = 0; from < gone.size(); from += BATCH) {
            rows.take(occasion(), gone.subList(from, Math.min(gone.size(), from + BATCH)), List.of());
            hold.breathe();
        }
        leavers.nobody(order.source().id());
    }
}
