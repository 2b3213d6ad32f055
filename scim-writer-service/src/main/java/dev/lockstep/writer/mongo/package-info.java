/** The store. */
@NullMarked
package dev.lockstep.writer.mongo;

import org.jspecify.annotations.NullMarked;
