package dev.lockstep.ingest.file;

import dev.lockstep.ingest.source.SourceSettings.Delimiter;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how the cells of a CSV text are divided. */
final class CsvText {
    /** How far the delimiter is looked for. */
    private static final int LOOK_AHEAD = 1 << 16;
    /** What some spreadsheets write above the header. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=([^\"])\"?", Pattern.CASE_INSENSITIVE);
    private static final char[] CANDIDATES = {',', ';', '\t'};

    private CsvText() {
    }

    /** @param text left at its header */
    static char delimiter(BufferedReader text, Delimiter told) throws IOException {
        String head = look(text);
        Matcher separatorLine = SEPARATOR_LINE.matcher(head.lines().findFirst().orElse("").strip());
        if (separatorLine.matches()) {
            text.readLine();
            return told == Delimiter.AUTO ? separatorLine.group(1).charAt(0) : told.character();
        }
        return told == Delimiter.AUTO ? detect(head) : told.character();
    }

    /** The text up to the end of its first line that is not blank, or a little more. */
    private static String look(BufferedReader text) throws IOException {
        text.mark(LOOK_AHEAD);
        StringBuilder head = new StringBuilder();
        char[] chunk = new char[4_096];
        while (head.length() < LOOK_AHEAD - chunk.length && !head.toString().strip().contains("\n")) {
            int read = text.read(chunk);
            if (read < 0) {
                break;
            }
            head.append(chunk, 0, read);
        }
        text.reset();
        return head.toString();
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
}
