package dev.lockstep.architecture.badhouse.writer;

import java.time.Instant;

/** Belongs to another service. */
public record Accounts(Instant since) {
}
