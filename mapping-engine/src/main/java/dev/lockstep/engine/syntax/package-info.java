/** From text to a tree of expressions and back. */
@NullMarked
package dev.lockstep.engine.syntax;

import org.jspecify.annotations.NullMarked;
