package dev.lockstep.writer.account;

/**
 * An outcome that is part of the state until it is on the topic.
 *
 * @param seq when it was recorded, by its owner's clock, epoch milliseconds
 * @param envelope the whole message
 */
public record StoredFact(String id, long seq, byte[] envelope) {
}
