package dev.lockstep.ingest.scim;

import org.jspecify.annotations.Nullable;

/** Why one operation of a bulk request is refused. */
final class BadOperation extends RuntimeException {
    final String code;
    final @Nullable String attribute;
    final String reason;

    BadOperation(String code, @Nullable String attribute, String reason) {
        super(code, null, false, false);
        this.code = code;
        this.attribute = attribute;
        this.reason = reason;
    }
}
