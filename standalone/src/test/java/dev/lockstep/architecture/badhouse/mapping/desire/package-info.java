/** Breaks rules on purpose. */
@NullMarked
package dev.lockstep.architecture.badhouse.mapping.desire;

import org.jspecify.annotations.NullMarked;
