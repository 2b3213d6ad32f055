package dev.lockstep.writer.delivery;

import dev.lockstep.writer.fault.ErrorCode;

/**
 * Why an app is not called now.
 *
 * @param since epoch milliseconds
 * @param pause until the next probe, milliseconds
 */
record Closed(ErrorCode code, long since, long pause) {
    boolean isQuarantine() {
        return code != ErrorCode.UNAVAILABLE && code != ErrorCode.NOT_CONFIGURED;
    }
}
