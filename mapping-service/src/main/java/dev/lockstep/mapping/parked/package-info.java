/** Messages that a service could not use: seen without their values, and put back after a fix. */
@NullMarked
package dev.lockstep.mapping.parked;

import org.jspecify.annotations.NullMarked;
