/** Everything in one process on an embedded broker and store: for trials, tests and small sites. */
@NullMarked
package dev.lockstep.standalone;

import org.jspecify.annotations.NullMarked;
