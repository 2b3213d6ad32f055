/** Dates as .NET reads and writes them. */
@NullMarked
package dev.lockstep.engine.date;

import org.jspecify.annotations.NullMarked;
