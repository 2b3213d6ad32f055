/** The service dies between every two durable steps. */
@org.jspecify.annotations.NullMarked
package dev.lockstep.audit.killpoint;
