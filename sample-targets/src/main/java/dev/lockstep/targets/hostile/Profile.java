package dev.lockstep.targets.hostile;

import java.util.List;
import java.util.Map;

/**
 * How one application misbehaves while no outage was ordered.
 *
 * <p>Shares are of all requests of that kind; the rest goes well.
 */
public enum Profile {
    /** By the book. */
    STRICT(true, Duplicates.CONFLICT, 0, 0, 0, Map.of(), Map.of()),
    /** Takes any number of accounts with one name, and loses answers. */
    NO_UNIQUENESS(false, Duplicates.CONFLICT, 0, 0, 0,
            Map.of(Mishap.COMMIT_CLOSE, 0.05, Mishap.COMMIT_503, 0.05, Mishap.REFUSE_500, 0.02), Map.of(Mishap.REFUSE_500, 0.01)),
    /** No uniqueness either, and its search shows a new account only after two seconds. */
    LAGGING_SEARCH(false, Duplicates.CONFLICT, 2_000, 0, 0,
            Map.of(Mishap.COMMIT_CLOSE, 0.04, Mishap.COMMIT_503, 0.02), Map.of()),
    /** Fails often, mostly before it has done anything. */
    FLAKY(true, Duplicates.CONFLICT, 0, 0, 0,
            Map.of(Mishap.REFUSE_500, 0.07, Mishap.CLOSE, 0.04, Mishap.COMMIT_503, 0.03), Map.of(Mishap.REFUSE_500, 0.05, Mishap.CLOSE, 0.03)),
    /** Takes its time, now and then too much. */
    SLOW(true, Duplicates.CONFLICT, 0, 20, 250, Map.of(Mishap.COMMIT_HANG, 0.01), Map.of()),
    /** Answers otherwise than the RFC says. */
    ODD_ANSWERS(true, Duplicates.ODD, 0, 0, 0,
            Map.of(Mishap.COMMIT_202, 0.03, Mishap.COMMIT_GARBAGE, 0.03, Mishap.COMMIT_DRIP, 0.01, Mishap.COMMIT_503, 0.02),
            Map.of(Mishap.COMMIT_GARBAGE, 0.01)),
    /** Asks to be left alone for a while, in both notations. */
    THROTTLING(true, Duplicates.CONFLICT, 0, 0, 0,
            Map.of(Mishap.THROTTLE, 0.005, Mishap.THROTTLE_UNTIL, 0.005, Mishap.COMMIT_503_LATER, 0.005), Map.of(Mishap.THROTTLE, 0.0025));

    /** How a second account of one name is refused. */
    enum Duplicates {
        /** 409 with scimType uniqueness. */
        CONFLICT,
        /** In turn: 409 without scimType, 400, 500. */
        ODD
    }

    private final boolean unique;
    private final Duplicates duplicates;
    private final int searchLagMs;
    private final int slowFromMs;
    private final int slowToMs;
    private final Map<Mishap, Double> onWrite;
    private final Map<Mishap, Double> onRead;

    Profile(boolean unique, Duplicates duplicates, int searchLagMs, int slowFromMs, int slowToMs,
            Map<Mishap, Double> onWrite, Map<Mishap, Double> onRead) {
        this.unique = unique;
        this.duplicates = duplicates;
        this.searchLagMs = searchLagMs;
        this.slowFromMs = slowFromMs;
        this.slowToMs = slowToMs;
        this.onWrite = onWrite;
        this.onRead = onRead;
    }

    boolean isUnique() {
        return unique;
    }

    Duplicates duplicates() {
        return duplicates;
    }

    int searchLagMs() {
        return searchLagMs;
    }

    /** @param chance from 0 to 1 */
    int pauseMs(double chance) {
        return slowFromMs + (int) (chance * (slowToMs - slowFromMs));
    }

    /** @param chance from 0 to 1 */
    Mishap mishap(boolean write, double chance) {
        double left = chance;
        Map<Mishap, Double> shares = write ? onWrite : onRead;
        for (Mishap mishap : List.of(Mishap.values())) {
            left -= shares.getOrDefault(mishap, 0.0);
            if (left < 0) {
                return mishap;
            }
        }
        return Mishap.NONE;
    }
}
