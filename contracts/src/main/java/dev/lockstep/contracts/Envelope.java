package dev.lockstep.contracts;

import java.time.Instant;

/**
 * A CloudEvents 1.0 envelope. It is the whole Kafka value; Kafka headers only repeat ids for tools.
 *
 * @param id derived from the cause, so that a redelivery carries the same id
 * @param source who says so: {@code ingest}, {@code mapping}, {@code writer}, {@code audit} or {@code console}
 * @param type {@code lockstep.} and the kind of message, see {@link dev.lockstep.contracts.codec.Codec}
 * @param subject what it is about: the object id, or {@code <app>/<objectId>}
 * @param time when it was said, UTC
 */
public record Envelope<M extends Message>(String id, String source, String type, String subject, Instant time, M data) {
}
