/** Journeys through the running system, from outside. */
@NullMarked
package dev.lockstep.e2e;

import org.jspecify.annotations.NullMarked;
