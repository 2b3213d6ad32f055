package dev.lockstep.ingest.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.io.Reader;

/**
 * The text that the CSV parser reads, of which the record being read is kept, so that reading can begin again at the second
 * line of it. Ends every text with a line end: a record that still goes on there is an open quote.
 */
final class RecordText extends Reader {
    static final int MAX_RECORD = 1 << 20;
    private static final int CHUNK = 1 << 14;

    private final Reader text;
    private final char[] chunk = new char[CHUNK];
    private final StringBuilder held = new StringBuilder();
    /** So much of what is held has been given to the parser. */
    private int given;
    private long firstLineHeld = 1;
    private long recordLine = 1;
    private char last = '\n';
    private boolean ended;

    RecordText(Reader text) {
        this.text = text;
    }

    /** A record of more characters than any row has. */
    static final class TooLong extends RuntimeException {
        TooLong() {
            super("record too long", null, false, false);
        }
    }

    /** The parser begins a record. @param line counted from where it began to read, from 1 */
    void recordAt(long line) {
        recordLine = line;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        forgetRead();
        if (given > MAX_RECORD) {
            throw new TooLong();
        }
        if (given == held.length() && !more()) {
            if (given > 0) {
                throw new CsvParseException("a quote is open at the end");
            }
            return -1;
        }
        int count = Math.min(length, held.length() - given);
        held.getChars(given, given + count, into, offset);
        given += count;
        return count;
    }

    /**
     * Takes back what the parser has read of the record but its first line; the next parser begins there.
     *
     * @return the first line with its end
     */
    String skipLine() throws IOException {
        forgetRead();
        int end = lineEnd(0);
        while (end < 0) {
            if (held.length() > MAX_RECORD) {
                throw new TooLong();
            }
            if (!more()) {
                throw new IllegalStateException("every text ends with a line end");
            }
            end = lineEnd(0);
        }
        String line = held.substring(0, end);
        held.delete(0, end);
        given = 0;
        firstLineHeld = 1;
        recordLine = 1;
        return line;
    }

    private void forgetRead() {
        int at = 0;
        for (; firstLineHeld < recordLine; firstLineHeld++) {
            at = lineEnd(at);
        }
        held.delete(0, at);
        given -= at;
    }

    /** @return behind the line end, or -1 while it has not come */
    private int lineEnd(int from) {
        for (int i = from; i < held.length(); i++) {
            char c = held.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r' && i + 1 < held.length()) {
                return held.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return -1;
    }

    private boolean more() throws IOException {
        if (ended) {
            return false;
        }
        int count = text.read(chunk, 0, CHUNK);
        if (count > 0) {
            held.append(chunk, 0, count);
            last = chunk[count - 1];
            return true;
        }
        ended = true;
        if (last == '\n') {
            return false;
        }
        // Behind a lone carriage return it makes one line end of the two.
        held.append('\n');
        return true;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
