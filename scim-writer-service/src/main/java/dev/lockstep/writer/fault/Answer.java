package dev.lockstep.writer.fault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came back from a target, or why nothing did. Carries no text of the target: that may hold personal data. */
public sealed interface Answer {
    /**
     * @param scimType the error's {@code scimType} (RFC 7644, section 3.12), empty when there is none
     * @param body what kind of body it was
     * @param retryAfter when the target asks to come back, or null
     */
    record Answered(int status, String scimType, Body body, @Nullable Instant retryAfter) implements Answer {
    }

    /** The request certainly did not reach the target: no address, no connection, no free connection. */
    record NotSent(Cause cause) implements Answer {
    }

    /** The request may have reached the target and may have been carried out. */
    record MaybeSent(Cause cause) implements Answer {
    }

    /** The target's certificate or protocol was refused; nothing was sent. */
    record TlsFailure() implements Answer {
    }

    /** The address is one that this installation must not call; nothing was sent. */
    record AddressRefused() implements Answer {
    }

    enum Body {
        /** A JSON object with an id. */
        RESOURCE,
        /** A SCIM list answer. */
        LIST,
        EMPTY,
        /** A SCIM error. */
        SCIM_ERROR,
        /** Anything else: other JSON, HTML, text, truncated or too large. */
        OTHER
    }

    enum Cause {
        UNRESOLVED, UNREACHABLE, TIMEOUT, BROKEN_OFF, TOO_LARGE
    }
}
