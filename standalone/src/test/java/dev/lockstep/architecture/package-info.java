/** The rules of the house, each with a bad example that it must reject. */
@NullMarked
package dev.lockstep.architecture;

import org.jspecify.annotations.NullMarked;
