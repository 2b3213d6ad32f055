package dev.lockstep.ingest.file;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.lockstep.ingest.source.SourceSettings.Delimiter;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV text (RFC 4180 and its relatives), one at a time. The first row that is not blank is number 1. */
final class CsvRows implements AutoCloseable {
    /** How far the delimiter is looked for. */
    private static final int LOOK_AHEAD = 1 << 16;
    private static final int MAX_RECORD_CHARACTERS = 1 << 20;
    /** What some spreadsheets write above the header. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE);
    private static final char[] CANDIDATES = {',', ';', '\t'};

    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private int row;

    private CsvRows(CsvReader<CsvRecord> reader) {
        this.reader = reader;
        this.records = reader.iterator();
    }

    /** @param cells as they stand in the file, not trimmed */
    record CsvRow(int row, List<String> cells) {
    }

    /** The text stops being CSV at a row: nothing behind it can be trusted. */
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

    static CsvRows of(BufferedReader text, Delimiter delimiter) throws IOException {
        String head = look(text);
        char separator = delimiter.character();
        Matcher told = SEPARATOR_LINE.matcher(firstLine(head));
        if (told.matches()) {
            text.readLine();
            separator = delimiter == Delimiter.AUTO ? told.group(1).charAt(0) : separator;
        } else if (delimiter == Delimiter.AUTO) {
            separator = detect(head);
        }
        return new CsvRows(CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .trimWhitespacesAroundQuotes(true)
                .build(CsvRecordHandler.builder().maxFieldSize(MAX_RECORD_CHARACTERS).maxRecordSize(MAX_RECORD_CHARACTERS).build(), text));
    }

    private static String look(BufferedReader text) throws IOException {
        text.mark(LOOK_AHEAD);
        char[] head = new char[LOOK_AHEAD];
        int length = 0;
        // Whole records only matter up to the first; a short read is read on until there is a line.
        while (length < LOOK_AHEAD) {
            int read = text.read(head, length, LOOK_AHEAD - length);
            if (read < 0) {
                break;
            }
            length += read;
            if (new String(head, 0, length).strip().indexOf('\n') >= 0) {
                break;
            }
        }
        text.reset();
        return new String(head, 0, length);
    }

    private static String firstLine(String head) {
        return head.lines().findFirst().orElse("").strip();
    }

    /** The candidate that stands most often in the header, outside of quotes. */
    private static char detect(String head) {
        int[] counts = new int[CANDIDATES.length];
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if ((c == '\n' || c == '\r') && !quoted && any) {
                break;
            } else if (!quoted) {
                for (int k = 0; k < CANDIDATES.length; k++) {
                    counts[k] += c == CANDIDATES[k] ? 1 : 0;
                }
            }
            any |= !Character.isWhitespace(c);
        }
        int best = 0;
        for (int k = 1; k < CANDIDATES.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return CANDIDATES[best];
    }

    /**
     * @return null at the end
     * @throws Broken when a quote is never closed, or a record is larger than 1 Mi characters
     */
    @Nullable CsvRow next() {
        while (true) {
            try {
                if (!records.hasNext()) {
                    return null;
                }
                List<String> cells = records.next().getFields();
                if (row == 0 && cells.stream().allMatch(String::isBlank)) {
                    continue;
                }
                return new CsvRow(++row, cells);
            } catch (CsvParseException | NoSuchElementException e) {
                throw new Broken(row + 1);
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
