/** Judges a run from what its witnesses say; none of the product's code. */
@NullMarked
package dev.lockstep.e2e.torture.check;

import org.jspecify.annotations.NullMarked;
