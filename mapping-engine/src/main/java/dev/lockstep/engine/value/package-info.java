/** The values that expressions compute with. */
@NullMarked
package dev.lockstep.engine.value;

import org.jspecify.annotations.NullMarked;
