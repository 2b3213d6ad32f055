/** The REST routes of the writer. */
@NullMarked
package dev.lockstep.writer.api;

import org.jspecify.annotations.NullMarked;
