package dev.lockstep.console.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body on its way through: ends with an error when it grows too large, and remembers how far it came. */
final class BoundedBody extends FilterInputStream {
    private final long announced;
    private final long max;
    private long read;
    private boolean tooLarge;
    private boolean brokenOff;
    private boolean ended;

    /** @param announced the length that the sender gave, or -1 */
    BoundedBody(InputStream body, long announced, long max) {
        super(body);
        this.announced = announced;
        this.max = max;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    boolean isBrokenOff() {
        return brokenOff;
    }

    /** Whether all of it went through; a connection on which less was sent than announced is good for nothing else. */
    boolean isWhole() {
        return ended || read == announced;
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
        ended = got < 0;
        read += Math.max(got, 0);
        if (read > max) {
            tooLarge = true;
            throw new IOException("body is larger than " + max + " bytes");
        }
        return got;
    }
}
