/** Binds a tree to the catalogue and reports every problem at once. */
@NullMarked
package dev.lockstep.engine.check;

import org.jspecify.annotations.NullMarked;
