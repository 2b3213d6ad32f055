/** Runs a bound expression within its budget. */
@NullMarked
package dev.lockstep.engine.eval;

import org.jspecify.annotations.NullMarked;
