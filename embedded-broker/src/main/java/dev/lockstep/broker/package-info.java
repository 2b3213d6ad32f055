/** A real Kafka broker (KRaft, one node) inside this process, for trials, tests and small sites. */
@NullMarked
package dev.lockstep.broker;

import org.jspecify.annotations.NullMarked;
