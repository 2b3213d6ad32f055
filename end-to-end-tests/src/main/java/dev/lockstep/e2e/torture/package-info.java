/** The torture test: a generated story, hostile applications, faults from a schedule, and a checker. */
@NullMarked
package dev.lockstep.e2e.torture;

import org.jspecify.annotations.NullMarked;
