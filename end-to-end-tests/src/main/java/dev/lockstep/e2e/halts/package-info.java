/** Real processes that halt at chosen lines, and answers that are lost on their way to them. */
@NullMarked
package dev.lockstep.e2e.halts;

import org.jspecify.annotations.NullMarked;
