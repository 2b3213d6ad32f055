package dev.lockstep.ingest.file;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV text, one at a time: RFC 4180, any line end, blanks around quoted cells. The first row that is not blank
 * is number 1.
 *
 * <p>Unlike the parsers in use, this one gets over a quote that is never closed: it would swallow the rest of the file, and
 * with it everybody in it. Here a quoted cell that does not end within {@value #MAX_QUOTED} characters spoils the line on
 * which it began, and reading goes on at the next line.
 */
final class CsvRows implements AutoCloseable {
    /** Four times what an attribute may have. */
    static final int MAX_QUOTED = 32 << 10;
    private static final int MAX_RECORD = 1 << 20;
    private static final int END = -1;

    private final Reader text;
    private final char separator;
    private char[] buffer = new char[1 << 16];
    /** Where the record begins; everything from here on is kept, so that it can be read again. */
    private int start;
    private int position;
    private int limit;
    private int row;
    private boolean malformed;

    CsvRows(Reader text, char separator) {
        this.text = text;
        this.separator = separator;
    }

    /**
     * @param cells as they stand in the file, not trimmed; of a malformed row those that could be read
     * @param malformed whether quotes are used against the rules
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
        while (peek() != END) {
            start = position;
            malformed = false;
            List<String> cells = new ArrayList<>();
            if (!readCells(cells)) {
                position = start;
                skipLine();
                malformed = true;
            }
            start = position;
            if (row > 0 || malformed || !cells.stream().allMatch(String::isBlank)) {
                return new CsvRow(++row, cells, malformed);
            }
        }
        return null;
    }

    /** @return false when a quote is not closed */
    private boolean readCells(List<String> cells) {
        while (true) {
            int from = position - start;
            skipBlanks();
            if (peek() == '"') {
                String cell = quoted();
                if (cell == null) {
                    return false;
                }
                cells.add(cell);
            } else {
                skipCell();
                cells.add(new String(buffer, start + from, position - start - from));
            }
            if (peek() != separator) {
                endLine();
                return true;
            }
            position++;
        }
    }

    private @Nullable String quoted() {
        StringBuilder cell = new StringBuilder();
        position++;
        while (cell.length() <= MAX_QUOTED) {
            int c = peek();
            if (c == END) {
                return null;
            }
            position++;
            if (c != '"') {
                cell.append((char) c);
            } else if (peek() == '"') {
                cell.append('"');
                position++;
            } else {
                skipBlanks();
                malformed |= !atCellEnd(peek());
                skipCell();
                return cell.toString();
            }
        }
        return null;
    }

    private void skipBlanks() {
        for (int c = peek(); c != END && c != separator && c != '\n' && c != '\r' && Plan.isBlank((char) c); c = peek()) {
            position++;
        }
    }

    private void skipCell() {
        while (!atCellEnd(peek())) {
            position++;
        }
    }

    private void skipLine() {
        for (int c = peek(); c != END && c != '\n' && c != '\r'; c = peek()) {
            position++;
        }
        endLine();
    }

    private void endLine() {
        int c = peek();
        if (c == '\r') {
            position++;
            c = peek();
        }
        if (c == '\n') {
            position++;
        }
    }

    private boolean atCellEnd(int c) {
        return c == separator || c == '\n' || c == '\r' || c == END;
    }

    private int peek() {
        return position < limit || fill() ? buffer[position] : END;
    }

    private boolean fill() {
        if (position - start > MAX_RECORD) {
            throw new Broken(row + 1);
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            position -= start;
            limit -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        try {
            int read = text.read(buffer, limit, buffer.length - limit);
            limit += Math.max(0, read);
            return read > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
