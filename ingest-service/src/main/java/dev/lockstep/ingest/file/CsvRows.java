package dev.lockstep.ingest.file;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV text, one at a time, as FastCSV reads them: RFC 4180, any line end, blanks around quoted cells. The first
 * row that is not blank is number 1.
 *
 * <p>The parser alone would let a quote that is never closed swallow the rest of the file, and with it everybody in it. Here a
 * record that breaks the rules, or one of whose cells goes on for more than {@value #MAX_CELL} characters, spoils the line on
 * which it began, and a new parser begins at the next line.
 */
final class CsvRows implements AutoCloseable {
    /** Four times what an attribute may have. */
    static final int MAX_CELL = 32 << 10;

    private final RecordText text;
    private final char separator;
    private Iterator<List<String>> records;
    private int row;

    CsvRows(Reader text, char separator) {
        this.text = new RecordText(text);
        this.separator = separator;
        this.records = parser();
    }

    /**
     * @param cells as they stand in the file, not trimmed; of a malformed row those that could be read
     * @param malformed whether quotes are used against the rules, or a cell is far too long
     */
    record CsvRow(int row, List<String> cells, boolean malformed) {
    }

    /** A record of more than a million characters: this is no CSV. */
    static final class Broken extends RuntimeException {
        private final int row;

        Broken(int row) {
            super("broken at row " + row, null, false, false);
            this.row = row;
        }

        int row() {
            return row;
        }
    }

    /** @return null at the end */
    @Nullable CsvRow next() {
        try {
            while (records.hasNext()) {
                List<String> cells = records.next();
                if (row > 0 || !cells.stream().allMatch(String::isBlank)) {
                    return new CsvRow(++row, cells, false);
                }
            }
            return null;
        } catch (CsvParseException e) {
            return switch (e.getCause()) {
                case CsvParseException againstTheRules -> malformed();
                case RecordText.TooLong noCsv -> throw new Broken(row + 1);
                case RuntimeException ofTheBody -> throw ofTheBody;
                case null, default -> throw e;
            };
        }
    }

    private CsvRow malformed() {
        try {
            String line = text.skipLine();
            records = parser();
            return new CsvRow(++row, readable(line), true);
        } catch (RecordText.TooLong noCsv) {
            throw new Broken(row + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Iterator<List<String>> parser() {
        return CsvReader.builder().fieldSeparator(separator).trimWhitespacesAroundQuotes(true).maxBufferSize(MAX_CELL)
                .skipEmptyLines(false).allowMissingFields(true).allowExtraFields(true)
                .build(new Cells(text), text).iterator();
    }

    /** The cells of a bad line, without the one whose quote is open. */
    private List<String> readable(String line) {
        List<String> cells = CsvReader.builder().fieldSeparator(separator).allowExtraCharsAfterClosingQuote(true)
                .build(new Cells(null), line).iterator().next();
        cells.removeIf(cell -> cell.endsWith("\n") || cell.endsWith("\r"));
        return cells;
    }

    /** Gathers a record's cells, and tells the text where each record begins. */
    private static final class Cells extends AbstractBaseCsvCallbackHandler<List<String>> {
        private final @Nullable RecordText text;
        private List<String> cells = List.of();
        private int width = 16;

        Cells(@Nullable RecordText text) {
            this.text = text;
        }

        @Override
        protected void handleBegin(long line) {
            if (text != null) {
                text.recordAt(line);
            }
            cells = new ArrayList<>(width);
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            cells.add(new String(buffer, offset, length));
        }

        @Override
        protected void handleEmpty() {
            cells.add("");
        }

        @Override
        protected List<String> buildRecord() {
            width = cells.size();
            return cells;
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
