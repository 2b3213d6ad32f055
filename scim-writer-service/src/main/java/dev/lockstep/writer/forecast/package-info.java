/** What an attempt would do, told from the work table alone: nothing is asked of any target. */
@NullMarked
package dev.lockstep.writer.forecast;

import org.jspecify.annotations.NullMarked;
