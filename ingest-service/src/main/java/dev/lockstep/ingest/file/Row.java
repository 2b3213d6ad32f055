package dev.lockstep.ingest.file;

import dev.lockstep.ingest.row.Statement;
import org.jspecify.annotations.Nullable;

/** What a row of a file turned out to be. */
sealed interface Row {
    int row();

    record Good(int row, Statement statement) implements Row {
    }

    /**
     * @param key of the object that it is about, where that could still be read: it is in the file, so it has not left
     * @param column header
     * @param message holds no value of the row
     */
    record Bad(int row, @Nullable String key, @Nullable String column, String code, String message) implements Row {
    }

    /** No cell has a value. */
    record Blank(int row) implements Row {
    }
}
