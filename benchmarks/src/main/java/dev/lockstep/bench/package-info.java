/** Measures a running Lockstep from outside: load goes in over REST, effects are counted at the target. */
@NullMarked
package dev.lockstep.bench;

import org.jspecify.annotations.NullMarked;
