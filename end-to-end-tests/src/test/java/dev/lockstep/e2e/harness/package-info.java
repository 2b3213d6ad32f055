/** Starts, kills and watches real Lockstep processes. */
@NullMarked
package dev.lockstep.e2e.harness;

import org.jspecify.annotations.NullMarked;
