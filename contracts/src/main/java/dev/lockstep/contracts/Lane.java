package dev.lockstep.contracts;

/**
 * How urgent a desire is. The writer serves removals before everything else; among the rest live changes overtake what
 * people started, which overtakes bulk loads. None starves.
 */
public enum Lane {
    LIVE, ON_DEMAND, BULK, REPLAY
}
