package dev.lockstep.writer.scim;

/** No body was sent: the time in which this call was allowed went by before it left the process. */
public final class TooLate extends RuntimeException {
    TooLate() {
        super("the call came too late", null, false, false);
    }
}
