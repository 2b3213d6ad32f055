/** Breaks rules on purpose. */
@NullMarked
package dev.lockstep.architecture.badhouse.writer;

import org.jspecify.annotations.NullMarked;
