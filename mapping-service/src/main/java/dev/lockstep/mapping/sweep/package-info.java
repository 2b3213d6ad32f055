/** Use cases: walk over many objects and have each decided again, for syncs, assignments and mapping edits. */
@NullMarked
package dev.lockstep.mapping.sweep;

import org.jspecify.annotations.NullMarked;
