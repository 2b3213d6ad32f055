package dev.lockstep.contracts.codec;

/** A message that is no envelope of ours. The text names the fault, never the content. */
public final class Undecodable extends RuntimeException {
    public Undecodable(String fault) {
        super(fault);
    }
}
