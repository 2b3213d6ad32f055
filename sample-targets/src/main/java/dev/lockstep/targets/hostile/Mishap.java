package dev.lockstep.targets.hostile;

/** What goes wrong with one request. */
public enum Mishap {
    NONE(false),
    /** Refused with 500, nothing done. */
    REFUSE_500(false),
    /** The connection is closed, nothing done. */
    CLOSE(false),
    /** 429 with Retry-After in seconds, nothing done. */
    THROTTLE(false),
    /** 429 with Retry-After as a date, nothing done. */
    THROTTLE_UNTIL(false),
    /** 401, nothing done. */
    UNAUTHORIZED(false),
    /** Done, then 503. */
    COMMIT_503(true),
    /** Done, then 503 with Retry-After. */
    COMMIT_503_LATER(true),
    /** Done, then the connection is closed. */
    COMMIT_CLOSE(true),
    /** Done, then silence for longer than any caller waits. */
    COMMIT_HANG(true),
    /** Done, then 202 without a body. */
    COMMIT_202(true),
    /** Done, then 200 with something that is no JSON. */
    COMMIT_GARBAGE(true),
    /** Done, then the answer comes byte by byte, far too slowly. */
    COMMIT_DRIP(true);

    private final boolean commits;

    Mishap(boolean commits) {
        this.commits = commits;
    }

    /** @return whether a mutation is carried out before its answer goes wrong */
    public boolean commits() {
        return commits;
    }
}
