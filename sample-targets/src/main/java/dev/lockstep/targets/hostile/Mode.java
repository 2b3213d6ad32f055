package dev.lockstep.targets.hostile;

import org.jspecify.annotations.Nullable;

/** What an application does from now on. */
public enum Mode {
    /** As its profile says. */
    PROFILE(null),
    /** By the book, but for uniqueness and search lag: for the end of a run, when everything must come to rest. */
    CALM(Mishap.NONE),
    OUTAGE_500(Mishap.REFUSE_500),
    OUTAGE_CLOSED(Mishap.CLOSE),
    OUTAGE_THROTTLED(Mishap.THROTTLE),
    OUTAGE_UNAUTHORIZED(Mishap.UNAUTHORIZED),
    OUTAGE_HANGING(Mishap.COMMIT_HANG),
    OUTAGE_GARBAGE(Mishap.COMMIT_GARBAGE),
    OUTAGE_LOST_ANSWERS(Mishap.COMMIT_CLOSE);

    private final @Nullable Mishap always;

    Mode(@Nullable Mishap always) {
        this.always = always;
    }

    /** @return what happens to each request; null where the profile decides */
    @Nullable Mishap always() {
        return always;
    }
}
