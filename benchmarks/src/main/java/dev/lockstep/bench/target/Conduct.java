package dev.lockstep.bench.target;

/**
 * How an application behaves from now on.
 *
 * @param delayMs wait before each answer, in milliseconds
 * @param refuseEvery of so many people the last cannot be written: 400, whatever is tried; 0 = all can
 * @param perSecond calls that it takes in a second; 0 = as many as come
 * @param counting how it counts them
 */
public record Conduct(Mode mode, int delayMs, int refuseEvery, int perSecond, Counting counting) {

    /** What a second is to a target that allows so many calls in it. A call that is refused never counts. */
    public enum Counting {
        /** A second of the clock; beside it a bucket holds as many tokens as calls are allowed and is filled as fast. */
        CLOCK_SECOND,
        /** Any second, wherever it begins: the strictest way there is. */
        ANY_SECOND
    }

    /** What happens to a call. */
    public enum Mode {
        /** It is answered. */
        SERVE,
        /** Nothing is done, and after half a minute the connection is closed. */
        HANG,
        /** 503 without a word on when to come back; nothing is done. */
        UNAVAILABLE,
        /** Nobody listens: connections are refused. */
        CLOSED
    }

    public static final Conduct PROMPT = serving(0);

    public static Conduct serving(int delayMs) {
        return new Conduct(Mode.SERVE, delayMs, 0, 0, Counting.CLOCK_SECOND);
    }

    public Conduct in(Mode other) {
        return new Conduct(other, delayMs, refuseEvery, perSecond, counting);
    }

    public Conduct refusingEvery(int people) {
        return new Conduct(mode, delayMs, people, perSecond, counting);
    }

    public Conduct allowing(int callsPerSecond, Counting way) {
        return new Conduct(mode, delayMs, refuseEvery, callsPerSecond, way);
    }

    boolean refuses(int person) {
        return refuseEvery > 0 && person >= 0 && person % refuseEvery == refuseEvery - 1;
    }
}
