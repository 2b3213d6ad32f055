/**
 * What travels between the services, and nothing else: records and sealed types. Every value on a topic is one
 * {@link dev.lockstep.contracts.Envelope}, a CloudEvent in structured JSON mode. Released shapes only gain optional fields.
 */
@NullMarked
package dev.lockstep.contracts;

import org.jspecify.annotations.NullMarked;
