package dev.lockstep.ingest.file;

import dev.lockstep.kit.web.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpStatus;

/** A body with a cap on its bytes, and for gzip on how much may come out of how little. */
final class Unpacked extends FilterInputStream {
    private static final int MAX_RATIO = 100;
    /** Small files may well pack better. */
    private static final long RATIO_COUNTS_FROM = 1 << 20;

    private final Counted packed;
    private final boolean gzip;
    private final long limit;
    private long bytes;

    private Unpacked(InputStream in, Counted packed, boolean gzip, long limit) {
        super(in);
        this.packed = packed;
        this.gzip = gzip;
        this.limit = limit;
    }

    static Unpacked of(InputStream body, boolean gzip, long limit) throws IOException {
        Counted packed = new Counted(body);
        return new Unpacked(gzip ? new GZIPInputStream(packed, 1 << 16) : packed, packed, gzip, limit);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) {
        bytes += read;
        boolean bomb = gzip && bytes > RATIO_COUNTS_FROM && bytes > MAX_RATIO * packed.bytes;
        if (bytes > limit || bomb) {
            throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "too-large", bomb ? "The packed file unpacks to more than " + MAX_RATIO + " times its size."
                    : "A file has at most " + (limit >> 20) + " MiB, unpacked.", "Send several smaller files in delta mode, or unpacked.", List.of());
        }
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
