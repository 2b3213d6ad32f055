package dev.lockstep.console.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body on its way through: ends with an error when it grows too large, and remembers whether the sender broke off. */
final class BoundedBody extends FilterInputStream {
    private final long max;
    private long read;
    private boolean tooLarge;
    private boolean brokenOff;

    BoundedBody(InputStream body, long max) {
        super(body);
        this.max = max;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    boolean isBrokenOff() {
        return brokenOff;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got;
        try {
            got = super.read(buffer, offset, length);
        } catch (IOException e) {
            brokenOff = true;
            throw e;
        }
        read += Math.max(got, 0);
        if (read > max) {
            tooLarge = true;
            throw new IOException("body is larger than " + max + " bytes");
        }
        return got;
    }
}
