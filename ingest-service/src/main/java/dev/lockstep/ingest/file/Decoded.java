package dev.lockstep.ingest.file;

import dev.lockstep.kit.web.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a file as text. A byte order mark decides the encoding; else what the source says, else what the request says,
 * else UTF-8. What cannot be decoded becomes U+FFFD, which costs the row it stands in, not the file.
 */
final class Decoded {
    private static final int CHUNK = 1 << 16;

    private Decoded() {
    }

    /** @throws Problem 400 when it is a spreadsheet file instead of CSV */
    static BufferedReader reader(InputStream bytes, @Nullable String ofSource, @Nullable Charset ofRequest) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes, 4);
        byte[] start = in.readNBytes(4);
        if (starts(start, 'P', 'K', 3, 4)) {
            throw Problem.badRequest("not-csv", "The file is a zip archive, as spreadsheets are, and no CSV.", "Save it as CSV and send that.");
        }
        Charset charset = ofSource != null ? Charset.forName(ofSource) : ofRequest != null ? ofRequest : StandardCharsets.UTF_8;
        int mark = 0;
        if (starts(start, 0xEF, 0xBB, 0xBF)) {
            charset = StandardCharsets.UTF_8;
            mark = 3;
        } else if (starts(start, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (starts(start, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        }
        in.unread(start, mark, start.length - mark);
        Reader text = new InputStreamReader(in, charset);
        return new BufferedReader(text, CHUNK);
    }

    private static boolean starts(byte[] start, int... with) {
        if (start.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((start[i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
