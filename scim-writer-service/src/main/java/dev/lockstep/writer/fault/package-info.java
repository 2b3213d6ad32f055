/** Pure: the one table from an answer, or the lack of one, to what to do next; and the catalogue of errors. */
@NullMarked
package dev.lockstep.writer.fault;

import org.jspecify.annotations.NullMarked;
